import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing, KINDS } from '../support/browser/launch';
import { setCallProxyStage } from '../support/callproxy-probe/stage';
import { until } from '../support/wait';

type Four = { a: RTCPeerConnection; b: RTCPeerConnection; mine: RTCDataChannel; theirs: RTCDataChannel };
declare const channels: (options?: RTCDataChannelInit) => Promise<Four>;
declare const media: (wanted?: MediaStreamConstraints) => Promise<MediaStream>;
declare const pair: () => { a: RTCPeerConnection; b: RTCPeerConnection };
declare const join: (two: { a: RTCPeerConnection; b: RTCPeerConnection }) => Promise<void>;
declare const stat: (connection: RTCPeerConnection, type: string, kind: string, name: string) => Promise<number>;
declare const waitFor: <T>(what: string, look: () => T | Promise<T>) => Promise<T>;
declare const named: (run: () => unknown) => string;
declare const customElements: CustomElementRegistry;

describe.each(KINDS)('the proxy of calls and a hostile page in %s', (kind) => {
  describe.skipIf(browserMissing(kind) !== undefined)(browserMissing(kind) ?? 'is here', () => {
    let stage: Awaited<ReturnType<typeof setCallProxyStage>>;
    beforeAll(async () => {
      stage = await setCallProxyStage(kind);
    });
    afterAll(() => stage?.close());
    const blind = async () => (await stage.heard()).heard.filter((one) => one.startsWith('blind'));

    it('tells a connection made past us, by a constructor taken in the middle of an insertion', async () => {
      const page = await stage.open('clear');
      const isTold = await page.evaluate(async () => {
        let native: typeof RTCPeerConnection | undefined;
        customElements.define(
          'take-it',
          class extends HTMLElement {
            connectedCallback() {
              native = (window[0] as unknown as typeof globalThis).RTCPeerConnection;
            }
          },
        );
        const box = document.createElement('div');
        const frame = document.createElement('iframe');
        frame.src = '/never';
        box.append(frame, document.createElement('take-it'));
        document.body.append(box);
        const one = new (native as typeof RTCPeerConnection)();
        one.addTransceiver('video');
        // Told in this very turn, so that no alarm is late.
        performance.dispatchEvent(new Event('half-tell'));
        return document.documentElement.dataset.heard?.includes('blind elsewhere');
      });
      expect(isTold).toBe(true);
      expect(await blind()).toEqual(['blind elsewhere']);
      expect((await stage.heard()).heard.filter((one) => one.startsWith('transceiver'))).toHaveLength(1);
    });

    it('goes on telling the true half where the page puts one of its own beside it', async () => {
      const page = await stage.open('protected');
      const facts = await page.evaluate(async () => {
        const node = document.createElement('i');
        const said: unknown[] = [];
        node.addEventListener('proxy', (event) => said.push((event as CustomEvent).detail));
        performance.dispatchEvent(new MouseEvent('sotto-call-line', { relatedTarget: node, cancelable: true }));
        node.dispatchEvent(new CustomEvent('half', { detail: 'mode\nclear' }));
        for (const detail of [
          'gone\n',
          'gone',
          'deliver\n1\n0\ntext\nx',
          'done\nx\ny',
          '',
          'mode',
          '\n\n\n',
          'data\n1\n2',
        ])
          node.dispatchEvent(new CustomEvent('half', { detail }));
        node.dispatchEvent(new CustomEvent('half', { detail: { toString: () => 'gone' } }));
        const four = await channels();
        four.mine.send('sealed');
        await waitFor('it', () => (four.theirs as RTCDataChannel & { seen: unknown[] }).seen.length === 1);
        return said;
      });
      // That it is protected already: whoever comes later lets nothing pass. The page can see that by itself.
      expect(facts).toEqual(['blind\nkept']);
      const { heard } = await stage.heard();
      expect(heard).toContain('data sealed');
      expect(heard).toContain('connection 1');
    });

    it('gives a page that changes every built-in afterwards nothing to hold on to', async () => {
      const page = await stage.open('protected');
      const facts = await page.evaluate(async () => {
        const leaked: string[] = [];
        const spoil = (of: object, name: string) => {
          const native = Object.getOwnPropertyDescriptor(of, name)?.value as (...values: unknown[]) => unknown;
          Object.defineProperty(of, name, {
            configurable: true,
            writable: true,
            value(...values: unknown[]) {
              if (/proxy\.js|half\.js/.test(String(new Error('x').stack))) leaked.push(name);
              return native.apply(this, values);
            },
          });
        };
        for (const name of ['apply', 'construct', 'defineProperty', 'getPrototypeOf', 'setPrototypeOf'])
          spoil(Reflect, name);
        for (const name of ['addEventListener', 'dispatchEvent', 'removeEventListener'])
          spoil(EventTarget.prototype, name);
        for (const name of ['filter', 'forEach', 'map', 'slice', 'indexOf']) spoil(Array.prototype, name);
        for (const name of ['slice', 'indexOf', 'split', 'charCodeAt', 'toLowerCase']) spoil(String.prototype, name);
        for (const name of ['get', 'set', 'has']) spoil(WeakMap.prototype, name);
        for (const name of ['getTransceivers', 'addTransceiver']) spoil(RTCPeerConnection.prototype, name);
        spoil(RTCRtpTransceiver.prototype, 'setCodecPreferences');
        spoil(RTCDataChannel.prototype, 'send');
        spoil(Promise.prototype, 'then');
        spoil(String, 'fromCharCode');
        Object.defineProperty(Object.prototype, 'relatedTarget', {
          get: () => leaked.push('relatedTarget'),
          configurable: true,
        });
        Object.defineProperty(Object.prototype, 'detail', { get: () => leaked.push('detail'), configurable: true });
        const four = await channels();
        const { seen } = four.theirs as RTCDataChannel & { seen: unknown[] };
        four.mine.send('sealed');
        four.mine.send(Uint8Array.of(1, 2));
        await waitFor('both', () => seen.length === 2);
        four.a.addTransceiver('video');
        await join(four);
        return [...new Set(leaked)];
      });
      expect(facts).toEqual([]);
      const { heard } = await stage.heard();
      expect(heard.filter((one) => /^(data|transceiver)/.test(one))).toEqual([
        'data sealed',
        'data octets 2',
        'transceiver 1 video',
        'transceiver 2 video',
      ]);
    });

    it('misses a channel that the page moves away while it is told of it', async () => {
      const page = await stage.open('clear');
      const moved = await page.evaluate(async () => {
        const two = pair();
        const come = new Promise<string>((resolve) => {
          two.b.ondatachannel = ({ channel }) =>
            resolve(named(() => window.postMessage(channel, '*', [channel] as never)));
        });
        two.a.createDataChannel('x');
        await join(two);
        return come;
      });
      expect(moved).toBe('no throw');
      await until('the half to hear of it', async () => (await blind()).includes('blind elsewhere'), { within: 3_000 });
    });

    it('says that another script was there first, and that connections are older than we are', async () => {
      const proxy = readFileSync(stage.probe.proxyFile, 'utf8');
      const half = readFileSync(stage.probe.halfFile, 'utf8');
      const page = await stage.open('off');
      await page.evaluate("globalThis.old = new RTCPeerConnection(); history.replaceState(null, '', '?half=clear')");
      await page.evaluate(proxy);
      await page.evaluate(half);
      expect(await blind()).toEqual([]);
      await page.evaluate("old.addTransceiver('audio')");
      expect(await blind()).toEqual(['blind earlier']);

      await stage.open('off');
      await page.evaluate(`{
        const native = RTCPeerConnection.prototype.addTrack;
        RTCPeerConnection.prototype.addTrack = function addTrack(...values) { return native.apply(this, values); };
        history.replaceState(null, '', '?half=clear');
      }`);
      await page.evaluate(proxy);
      await page.evaluate(half);
      expect(await blind()).toEqual(['blind replaced']);
    });

    it('lets no picture out where the half never comes, in the browser in which that can be had', async () => {
      const page = await stage.open('none');
      const sent = await page.evaluate(async () => {
        const two = pair();
        const stream = await media();
        for (const track of stream.getTracks()) two.a.addTrack(track, stream);
        await join(two);
        await waitFor('a connection', () => two.a.connectionState === 'connected');
        await waitFor(
          'pictures to be made',
          async () => (await stat(two.a, 'outbound-rtp', 'video', 'framesEncoded')) > 20,
        );
        return (await stat(two.b, 'inbound-rtp', 'video', 'framesDecoded')) > 0;
      });
      expect(sent).toBe(kind === 'firefox');
    });
  });
});
