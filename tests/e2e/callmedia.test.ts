import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing, KINDS } from '../support/browser/launch';
import { type CallMediaStage, setCallMediaStage } from '../support/callmedia-probe/stage';
import { until } from '../support/wait';

describe.each(KINDS)('media of a page’s call in %s', (kind) => {
  describe.skipIf(browserMissing(kind) !== undefined)(browserMissing(kind) ?? 'is here', () => {
    let stage: CallMediaStage;
    beforeAll(async () => {
      stage = await setCallMediaStage(kind);
    });
    afterAll(() => stage?.close());

    const codeIs = (code: string, ofWhom = 'a') =>
      until(
        code,
        async () => {
          const { reports } = await stage.facts();
          if (!reports.some(({ name, ...report }) => name === ofWhom && report.code === code))
            throw new Error(JSON.stringify(reports.at(-1)));
          return true;
        },
        { within: 30_000, every: 100 },
      );
    const refused = async () =>
      Object.values((await stage.facts()).counts).reduce((sum, counts) => sum + counts.refused, 0);
    const grows = async (name: string, what: 'sent' | 'received'): Promise<number> => {
      const before = await stage.stats(name);
      const end = performance.now() + 1_500;
      await until('a while to pass', () => performance.now() > end);
      return (await stage.stats(name))[what] - before[what];
    };
    /** Packets in a second and a half; where a stopped transceiver took its counts along, those that come to the other. */
    const sends = async (name: 'a' | 'b'): Promise<number> => {
      const sent = await grows(name, 'sent');
      return sent < 0 ? grows(name === 'a' ? 'b' : 'a', 'received') : sent;
    };

    it('goes on in the middle of a call as sealed media, which the other opens, with no frame refused', async () => {
      await stage.open('clear');
      await stage.run('a', 'begin()');
      await stage.decodes('b', 20);
      await stage.control('protect');
      await until('keys on both sides', async () => (await stage.facts()).took.length >= 2);
      await stage.decodes('a', 40, 40_000);
      await stage.decodes('b', 40, 40_000);
      expect(await refused()).toBe(0);
      const { reports } = await stage.facts();
      expect(reports.filter(({ code }) => code !== undefined && code !== 'callpage/clear')).toEqual([]);
    });

    it.each(['video/VP8', 'video/VP9'])('seals %s from the first frame on', async (codec) => {
      await stage.open('protected');
      await stage.run('a', `begin({ codec: '${codec}' })`);
      await stage.decodes('a', 40, 40_000);
      await stage.decodes('b', 40, 40_000);
      expect((await stage.stats('b')).codec).toBe(codec);
      expect(await refused()).toBe(0);
    });

    it('seals the messages of a data channel, in their order, as texts and as octets', async () => {
      await stage.open('protected');
      await stage.run('a', 'begin({ channel: true })');
      await until('the channel to open', async () => (await stage.run('a', 'channel.readyState')) === 'open');
      await until('the other end', async () => (await stage.run('b', 'channel?.readyState')) === 'open');
      await stage.run(
        'a',
        "channel.send('one'); channel.send(Uint8Array.of(2, 0, 255)); for (let n = 3; n < 60; n++) channel.send('n' + n)",
      );
      const heard = await until(
        'all of them',
        async () => {
          const all = await stage.run<string[]>('b', 'heard');
          if (all.length < 59) throw new Error(String(all.length));
          return all;
        },
        { within: 30_000 },
      );
      expect(heard).toEqual(['one', 'octets 2,0,255', ...Array.from({ length: 57 }, (_, at) => `n${at + 3}`)]);
    });

    it('[req 39] shows nothing to somebody who has no key', async () => {
      await stage.open('protected', '', { keyless: ['b'] });
      await stage.run('a', 'begin()');
      // One way keys come: so sealed frames flow, and only they.
      await stage.decodes('a', 20, 40_000);
      await until('frames at the other', async () => (await stage.stats('b')).received > 100, { within: 30_000 });
      expect(await stage.stats('b')).toMatchObject({ decoded: 0 });
    });

    it('sends nothing at all while there are no keys', async () => {
      await stage.open('protected', '', { isShut: true });
      await stage.run('a', 'begin()');
      await until('a connection', async () => (await stage.run('a', 'pc.connectionState')) === 'connected');
      expect(await sends('a')).toBe(0);
      expect((await stage.stats('b')).received).toBe(0);
    });

    it.skipIf(kind === 'firefox')('seals under a policy of the page that forbids everything', async () => {
      await stage.open('protected', '?strict=1');
      await stage.run('a', 'begin()');
      await stage.decodes('b', 20, 40_000);
    });

    it.skipIf(kind === 'chromium')('leaves a call in clear as it is under a strict policy', async () => {
      await stage.open('clear', '?strict=1');
      await stage.run('a', 'begin()');
      await stage.decodes('b', 20, 40_000);
      await stage.control('protect');
      await codeIs('callpage/no-worker');
      expect(await sends('a')).toBe(0);
    });

    it('begins a new generation when the page takes our frame away, and sends nothing meanwhile', async () => {
      await stage.open('protected');
      await stage.run('a', 'begin()');
      await stage.decodes('b', 20, 40_000);
      await stage.run('a', "document.querySelector('[data-sotto]').remove()");
      await until('new keys', async () => (await stage.facts()).took.some((one) => /^b has \d+:[1-9]/.test(one)), {
        within: 40_000,
      });
      await stage.decodes('b', 20, 40_000);
      await stage.decodes('a', 20, 40_000);
    });

    it('stops the call within 500 ms when the page takes our transform away, and it stays stopped', async () => {
      await stage.open('protected');
      await stage.run('a', 'begin()');
      await stage.decodes('b', 20, 40_000);
      const at = await stage.run<number>(
        'a',
        `(() => {
          const url = URL.createObjectURL(new Blob(['onrtctransform=({transformer:t})=>t.readable.pipeTo(t.writable)']));
          for (const sender of pc.getSenders()) sender.transform = new RTCRtpScriptTransform(new Worker(url), '');
          return Date.now();
        })()`,
      );
      await codeIs('callpage/tampered');
      const { reports } = await stage.facts();
      const alarm = reports.find(({ code }) => code === 'callpage/tampered');
      expect((alarm?.at ?? 0) - at).toBeLessThan(500);
      expect(await sends('a')).toBe(0);
    });
  });
});
