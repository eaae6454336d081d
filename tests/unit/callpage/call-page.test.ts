// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PageRequest } from '../../../lib/bus/protocol';
import { createCallPage } from '../../../lib/callpage/call-page';
import type { CallLinkListener } from '../../../lib/callpage/link-contract';
import type { CallPageBus } from '../../../lib/callpage/ports';
import type { ErrorCode } from '../../../lib/core/error-codes';
import { AppError } from '../../../lib/core/errors';

/** What the background answers to `callPage.hello`. */
type Answer = 'clear' | 'protected' | ErrorCode;

/** A page without a connection: what its script says to the proxy and to the background. */
function play(first: Answer, isKept = false) {
  const [modes, codes]: [string[], unknown[]] = [[], []];
  let answer = first;
  let listener: CallLinkListener | undefined;
  let request: ((request: PageRequest) => unknown) | undefined;
  const call = async (name: string, input: { readonly code?: unknown }) => {
    if (name === 'callPage.report' && input.code !== undefined) codes.push(input.code);
    if (answer === 'clear' || answer === 'protected') return { mode: answer };
    throw new AppError(answer);
  };
  const onPageRequest = (heard: (request: PageRequest) => unknown) => {
    request = heard;
    return () => undefined;
  };
  const bus = { call, onPageRequest, frameUrl: String, isAlive: () => true };
  const page = createCallPage(document, bus as unknown as CallPageBus, (heard) => {
    listener = heard;
    if (isKept) heard.onBlind('kept');
    return { deliver: () => undefined, setMode: (mode) => modes.push(mode), stop: () => undefined };
  });
  const onEnd = vi.fn();
  return {
    modes,
    codes,
    onEnd,
    live: () => page.live(onEnd),
    keep: () => listener?.onBlind('kept'),
    doubt: () => request?.({ ask: 'page.doubt' }),
    answers: (next: Answer) => {
      answer = next;
    },
  };
}
/** A refusal is asked about once more, after half a second. */
const pass = () => vi.advanceTimersByTimeAsync(700);

describe('the script of a page with calls', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('ends where calls are taken away, and lives again where they are given back', async () => {
    const page = play('clear');
    page.live();
    await pass();
    expect(page.modes).toEqual(['clear']);
    page.answers('site/not-granted');
    page.doubt();
    await pass();
    expect(page.onEnd).toHaveBeenCalledOnce();
    page.answers('protected');
    page.live();
    await pass();
    expect(page.modes).toEqual(['clear', 'protected']);
  });

  it('never says clear again where it was protected, whatever it hears when calls are given back', async () => {
    const page = play('protected');
    const end = page.live();
    await pass();
    end();
    page.answers('clear');
    page.live();
    await pass();
    expect(page.modes).toEqual(['protected']);
  });

  it('stays closed where an update ended the script that had protected it, and says so, though nobody remembers', async () => {
    const page = play('clear', true);
    page.live();
    await pass();
    expect(page.modes).toEqual(['protected']);
    expect(page.codes).toContain('callpage/updated');
  });

  it('closes where it hears so late, or is not granted', async () => {
    const late = play('clear');
    late.live();
    await pass();
    late.keep();
    await pass();
    expect(late.modes).toEqual(['clear', 'protected']);
    expect(late.codes).toContain('callpage/updated');

    const refused = play('site/not-granted', true);
    refused.live();
    await pass();
    expect(refused.onEnd).toHaveBeenCalledOnce();
    expect(refused.modes).toEqual(['protected']);
  });

  it('gives a page back that was never granted', async () => {
    const page = play('site/not-granted');
    page.live();
    await pass();
    expect(page.modes).toEqual(['clear']);
  });
});
