import { describe, expect, it } from 'vitest';
import { createEarlyLink } from '../../../lib/chatpage/early-link';
import type { ProxyLink, ProxyListener } from '../../../lib/chatpage/proxy-link/proxy-link';

/** A line that a test speaks on as the proxy would. */
function makeEarly(onStream: () => void = () => undefined) {
  const told: string[] = [];
  const proxy: ProxyLink = {
    isMet: () => true,
    setStrict: (on) => told.push(`strict ${on}`),
    stop: () => told.push('stop'),
  };
  let speaks: ProxyListener | undefined;
  const early = createEarlyLink((listener) => {
    speaks = listener;
    return proxy;
  }, onStream);
  if (speaks === undefined) throw new Error('nobody listens');
  return { early, proxy, told, speaks: speaks as ProxyListener };
}

const frame = (number: number) =>
  ({ stream: 1, number, direction: 'out', text: `<message>${number}</message>` }) as const;

function makeListener() {
  const heard: string[] = [];
  const listener: ProxyListener = {
    onFrame({ number }) {
      heard.push(`frame ${number}`);
      return `sealed ${number}`;
    },
    onStream: ({ stream }) => heard.push(`stream ${stream}`),
    onClosed: (stream) => heard.push(`closed ${stream}`),
    onElsewhere: ({ what }) => heard.push(what),
  };
  return { heard, listener };
}

describe('the line to the proxy before somebody listens on it', () => {
  it('is strict from its start: no message leaves that nobody looked at', () => {
    expect(makeEarly().told).toEqual(['strict true']);
  });

  it('keeps frames, and has them answered by who listens later, in their order', async () => {
    const { early, speaks } = makeEarly();
    const { heard, listener } = makeListener();
    speaks.onElsewhere?.({ what: 'worker', url: '' });
    speaks.onStream?.({ stream: 1, over: 'websocket', url: '' });
    const answers = [speaks.onFrame(frame(1)), speaks.onFrame(frame(2))];
    speaks.onClosed?.(1);
    expect(heard).toEqual([]);
    early.link(listener);
    expect(heard).toEqual(['worker', 'stream 1', 'frame 1', 'frame 2', 'closed 1']);
    expect(await Promise.all(answers)).toEqual(['sealed 1', 'sealed 2']);
  });

  it('adds no task to a frame once somebody listens', () => {
    const { early, speaks } = makeEarly();
    early.link(makeListener().listener);
    expect(speaks.onFrame(frame(1))).toBe('sealed 1');
  });

  it('fails a frame, and does not let it go, where its late listener throws', async () => {
    const { early, speaks } = makeEarly();
    const answer = speaks.onFrame(frame(1));
    early.link({
      onFrame: () => {
        throw new Error('as it happens');
      },
    });
    await expect(answer).rejects.toThrow('as it happens');
  });

  it('says at once that a stream has begun', () => {
    let begun = 0;
    const { speaks } = makeEarly(() => {
      begun += 1;
    });
    speaks.onElsewhere?.({ what: 'worker', url: '' });
    expect(begun).toBe(0);
    speaks.onStream?.({ stream: 1, over: 'bosh', url: '' });
    expect(begun).toBe(1);
  });
});
