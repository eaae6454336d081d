import type { CallSignal } from '../../../core/calls';
import { readCandidate } from './candidate-batch';

/** A candidate that a TURN server gave (RFC 8839, 5.1: `cand-type`). */
const RELAYED = / typ relay(?: |$)/;
/** Where it was asked from, which is this machine's address. */
const ASKED_FROM = / raddr \S+ rport \d+/;
/** RFC 8839, 5.1: what stands there where the address is not told. */
const NOT_TOLD = ' raddr 0.0.0.0 rport 9';

const relayed = (candidate: string): string | undefined => {
  if (candidate === '') return candidate;
  return RELAYED.test(candidate) ? candidate.replace(ASKED_FROM, NOT_TOLD) : undefined;
};

/**
 * What is said where calls go only through a TURN server: candidates of it alone, and without where it was asked from.
 * With `iceTransportPolicy` set, browsers find no others; where they asked from, they may name all the same.
 */
export function onlyRelayed(signal: CallSignal): CallSignal {
  if (signal.kind === 'muted') return signal;
  if (signal.kind === 'candidates') return { ...signal, candidates: signal.candidates.flatMap(relayedText) };
  const lines = signal.sdp.split('\r\n').flatMap((line) => {
    if (!line.startsWith('a=candidate:')) return [line];
    const kept = relayed(line);
    return kept === undefined ? [] : [kept];
  });
  return { ...signal, sdp: lines.join('\r\n') };
}

/** One text of `candidates`; an empty one is the end of them. */
function relayedText(text: string): readonly string[] {
  if (text === '') return [text];
  const found = readCandidate(text);
  const candidate = relayed(found?.candidate ?? 'none');
  return candidate === undefined ? [] : [JSON.stringify({ ...found, candidate })];
}
