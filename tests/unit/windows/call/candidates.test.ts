import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CallSignal } from '../../../../lib/core/calls';
import { createCandidateBatch, readCandidate } from '../../../../lib/windows/call/peer/candidate-batch';

const candidate = (text: string) => ({ candidate: text, sdpMid: '0', sdpMLineIndex: 0 }) as RTCIceCandidate;

describe('candidates', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('that are found together go in one message, 100 ms after the first', () => {
    const said: CallSignal[] = [];
    const batch = createCandidateBatch((signal) => said.push(signal));
    batch.add(candidate('one'));
    vi.advanceTimersByTime(60);
    batch.add(candidate('two'));
    batch.add(null);
    vi.advanceTimersByTime(39);
    expect(said).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(said).toEqual([
      { kind: 'candidates', candidates: [JSON.stringify(candidate('one')), JSON.stringify(candidate('two')), ''] },
    ]);
  });

  it('go in messages of 40, and what is too long is left away', () => {
    const said: CallSignal[] = [];
    const batch = createCandidateBatch((signal) => said.push(signal));
    for (let at = 0; at < 110; at++) batch.add(candidate(`number ${at}`));
    batch.add(candidate('x'.repeat(1_000)));
    batch.flush();
    expect(said.map((signal) => signal.kind === 'candidates' && signal.candidates.length)).toEqual([40, 40, 30]);
  });

  it('are not said any more once it stopped', () => {
    const said: CallSignal[] = [];
    const batch = createCandidateBatch((signal) => said.push(signal));
    batch.add(candidate('one'));
    batch.stop();
    vi.advanceTimersByTime(1_000);
    expect(said).toEqual([]);
  });

  it('of the other side are read as a browser takes them, and nothing else of them', () => {
    expect(readCandidate('{"candidate":"c","sdpMid":"1","sdpMLineIndex":1,"usernameFragment":"u","more":1}')).toEqual({
      candidate: 'c',
      sdpMid: '1',
      sdpMLineIndex: 1,
      usernameFragment: 'u',
    });
    expect(readCandidate('{"candidate":"c","sdpMid":7}')?.sdpMid).toBeNull();
    for (const damaged of ['', '{', 'null', '[]', '7', '{"candidate":5}'])
      expect(readCandidate(damaged)).toBeUndefined();
  });
});
