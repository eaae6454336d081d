import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing, KINDS } from '../support/browser/launch';
import { setCallProxyStage } from '../support/callproxy-probe/stage';
import { until } from '../support/wait';

/** Each puts a document of the page's own origin into it, in the way of the name, and answers its window. */
const DOCUMENTS: Readonly<Record<string, (reach: (frame: HTMLIFrameElement) => Window) => Window>> = {
  'about:blank': (reach) => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    return reach(frame);
  },
  srcdoc: (reach) => {
    const frame = document.createElement('iframe');
    frame.srcdoc = '<p>inside';
    document.body.prepend(frame);
    return reach(frame);
  },
  blob: (reach) => {
    const frame = document.createElement('iframe');
    frame.src = URL.createObjectURL(new Blob(['<p>inside'], { type: 'text/html' }));
    document.body.insertBefore(frame, null);
    return reach(frame);
  },
  javascript: (reach) => {
    const frame = document.createElement('iframe');
    frame.src = 'javascript:"<p>inside"';
    document.body.appendChild(frame);
    return reach(frame);
  },
  'a document that never comes': (reach) => {
    document.body.insertAdjacentHTML('beforeend', '<iframe src="/never"></iframe>');
    return reach(document.body.lastElementChild as HTMLIFrameElement);
  },
  'document.open': (reach) => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const inner = reach(frame);
    inner.document.open();
    inner.document.write('<p>inside');
    inner.document.close();
    return inner;
  },
  'document.write': (reach) => {
    document.write('<iframe src="/never"></iframe>');
    return reach(document.querySelector('iframe') as HTMLIFrameElement);
  },
  'one inside another': (reach) => {
    document.body.innerHTML = '<iframe src="/never"></iframe>';
    const outer = reach(document.querySelector('iframe') as HTMLIFrameElement);
    const frame = outer.document.createElement('iframe');
    frame.src = '/never';
    outer.document.documentElement.append(frame);
    // As the page would reach the inner one without any accessor.
    return outer[0] as Window;
  },
};
/** What the page does with what it got: a call past everything, if the constructor were the browser's own. */
const USE = async (inner: Window & { RTCPeerConnection?: typeof RTCPeerConnection }) => {
  const Made = inner.RTCPeerConnection as typeof RTCPeerConnection;
  const one = new Made();
  one.addTransceiver('video');
  one.createDataChannel('x');
  const { sdp } = await one.createOffer();
  return /H264|AV1/.test(sdp ?? '');
};
const WAYS: Readonly<Record<string, string>> = {
  contentWindow: '(frame) => frame.contentWindow',
  contentDocument: '(frame) => frame.contentDocument.defaultView',
  'a number of the window': `(frame) => {
    for (let at = 0; at < 9; at += 1) if (window[at] && [...document.querySelectorAll('iframe')][at] === frame) return window[at];
    return frame.contentWindow;
  }`,
  'the last number of the window': '() => window[window.length - 1]',
};

describe.each(KINDS)('the proxy of calls and documents inside a page in %s', (kind) => {
  describe.skipIf(browserMissing(kind) !== undefined)(browserMissing(kind) ?? 'is here', () => {
    let stage: Awaited<ReturnType<typeof setCallProxyStage>>;
    beforeAll(async () => {
      stage = await setCallProxyStage(kind);
    });
    afterAll(() => stage?.close());

    const cases = Object.keys(DOCUMENTS).flatMap((name) => Object.keys(WAYS).map((way) => [name, way] as const));
    it.each(cases)('sees a connection by the constructor of %s, reached by %s', async (name, way) => {
      const page = await stage.open('clear');
      const isOld = await page.evaluate(`(async () => (${String(USE)})((${String(DOCUMENTS[name])})(${WAYS[way]})))()`);
      expect(isOld).toBe(false);
      await until(
        'the half of this document, or of the one inside, to hear of it',
        async () => {
          const all = await Promise.all(
            page.frames().map((frame) =>
              frame
                .evaluate(() => {
                  performance.dispatchEvent(new Event('half-tell'));
                  return document.documentElement.dataset.heard ?? '';
                })
                .catch(() => ''),
            ),
          );
          return all.some((told) => told.includes('transceiver 1 video') && told.includes('channel 1 x'));
        },
        { within: 3_000 },
      );
      expect((await stage.heard()).heard.filter((one) => one.startsWith('blind'))).toEqual([]);
    });
  });
});
