import { CALL_LIMITS, type CallSignal } from '../../../core/calls';

/** Candidates wait so long for others: each message through the channel costs a ratchet step and a row at the relay. */
const BATCH_MS = 100;

export type CandidateBatch = {
  /** `null` is the end of candidates (RFC 8838, 13). */
  add(candidate: RTCIceCandidate | null): void;
  /** What is ready goes before what is said next. */
  flush(): void;
  stop(): void;
};

/** Candidates, as they are found, in few messages (RFC 8838). What is too long to be sent is left away. */
export function createCandidateBatch(say: (signal: CallSignal) => void): CandidateBatch {
  let waiting: string[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    while (waiting.length > 0) say({ kind: 'candidates', candidates: waiting.splice(0, CALL_LIMITS.candidates) });
  };
  return {
    add(candidate) {
      const text = candidate === null ? '' : JSON.stringify(candidate);
      if (text.length > CALL_LIMITS.candidateLength) return;
      waiting.push(text);
      timer ??= setTimeout(flush, BATCH_MS);
    },
    flush,
    stop() {
      clearTimeout(timer);
      timer = undefined;
      waiting = [];
    },
  };
}

/** One text of the other side, as the browser takes it; `undefined` is the end of them, or damaged. */
export function readCandidate(text: string): RTCIceCandidateInit | undefined {
  if (text === '') return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    const { candidate, sdpMid, sdpMLineIndex, usernameFragment } = value as RTCIceCandidateInit;
    if (typeof candidate !== 'string') return undefined;
    return {
      candidate,
      sdpMid: typeof sdpMid === 'string' ? sdpMid : null,
      sdpMLineIndex: typeof sdpMLineIndex === 'number' ? sdpMLineIndex : null,
      usernameFragment: typeof usernameFragment === 'string' ? usernameFragment : null,
    };
  } catch {
    return undefined;
  }
}
