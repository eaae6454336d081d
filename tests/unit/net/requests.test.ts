import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { encode } from '../../../lib/core/wire/encode';
import type { ClientFrame, RelayFrame } from '../../../lib/core/wire/frames';
import { REQUESTS } from '../../../lib/core/wire/requests';
import { createRequests } from '../../../lib/net/requests';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const left = (count: number) => encode(REQUESTS['prekeys.count'].output, { left: count });
const reply = (request: number, output: Uint8Array = left(1), code = '', waitMs = 0) =>
  ({ kind: 'reply', request, code, waitMs, output }) satisfies RelayFrame;

function world() {
  const sent: Array<Extract<ClientFrame, { kind: 'request' }>> = [];
  const silence = vi.fn();
  const requests = createRequests((frame) => sent.push(frame), silence);
  const count = () => {
    const asked = requests.ask('prekeys.count', undefined);
    asked.catch(() => undefined);
    return asked;
  };
  return { requests, sent, silence, count, numberOf: (index: number) => sent[index]?.request ?? -1 };
}

describe('questions to a relay', () => {
  it('get each its own answer, in whatever order these come', async () => {
    const { requests, count, numberOf } = world();
    const asked = [count(), count(), count()];
    for (const index of [2, 0, 1]) expect(requests.take(reply(numberOf(index), left(index)))).toBe(true);
    expect(await Promise.all(asked)).toEqual([{ left: 0 }, { left: 1 }, { left: 2 }]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('fail with the code of the relay, and say how long to wait', async () => {
    const { requests, count, numberOf } = world();
    const asked = [count(), count(), count()];
    requests.take(reply(numberOf(0), new Uint8Array(0), 'relay/wait', 7_000));
    requests.take(reply(numberOf(1), new Uint8Array(0), 'vault/wrong-passphrase'));
    requests.take(reply(numberOf(2), new Uint8Array(0), 'relay/what-comes-in-version-9'));
    await expect(asked[0]).rejects.toMatchObject({ code: 'relay/wait', waitMs: 7_000 });
    await expect(asked[1]).rejects.toMatchObject({ code: 'relay/version' });
    await expect(asked[2]).rejects.toMatchObject({ code: 'relay/version' });
  });

  it('are refused an answer that was given, that nobody asked for, or that cannot be read', async () => {
    const { requests, count, numberOf } = world();
    const asked = count();
    expect(requests.take(reply(numberOf(0) + 1))).toBe(false);
    expect(requests.take(reply(numberOf(0), Uint8Array.of(1)))).toBe(false);
    await expect(asked).rejects.toMatchObject({ code: 'relay/broken' });
    expect(requests.take(reply(numberOf(0)))).toBe(false);
  });

  it('wait where 32 are under way, so that no relay has to refuse them', async () => {
    const { requests, sent, count, numberOf } = world();
    const asked = Array.from({ length: 100 }, count);
    expect(sent).toHaveLength(32);
    for (let index = 0; index < 100; index++) requests.take(reply(numberOf(index), left(index)));
    expect((await Promise.all(asked)).map((answer) => answer.left)).toEqual(Array.from({ length: 100 }, (_, at) => at));
    expect(vi.getTimerCount()).toBe(0);
  });

  it('end the connection where nothing at all comes for 20 s', () => {
    const { count, silence } = world();
    count();
    vi.advanceTimersByTime(19_999);
    expect(silence).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(silence).toHaveBeenCalledOnce();
  });

  it('have patience where other things arrive on a slow network, but for a minute at most', () => {
    const { requests, count, silence } = world();
    count();
    for (let second = 0; second < 59; second++) {
      requests.heard();
      vi.advanceTimersByTime(1_000);
    }
    expect(silence).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1_000);
    expect(silence).toHaveBeenCalledOnce();
  });

  it('all fail with the reason of the end, and so does what is asked later; no timer stays', async () => {
    const { requests, count } = world();
    const asked = Array.from({ length: 40 }, count);
    requests.end('relay/draining');
    const ends = await Promise.allSettled([...asked, count()]);
    expect(ends.every((end) => end.status === 'rejected' && end.reason.code === 'relay/draining')).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('never leave where they do not fit their schema', async () => {
    const { requests, sent } = world();
    const wrong = requests.ask('account.login.start', { user: 'No User' as never, message: new Uint8Array(1) });
    await expect(wrong).rejects.toMatchObject({ code: 'wire/malformed' });
    expect([sent, vi.getTimerCount()]).toEqual([[], 0]);
  });
});
