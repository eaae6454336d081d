import { CALL_ENDS, CALL_LIMITS, type CallId, type CallSignal } from '../calls';
import {
  boolean,
  type Carried,
  fixed,
  list,
  mapped,
  oneOf,
  opaque,
  struct,
  text,
  uint8,
  uint32,
  uint64,
} from './codec';
import { decode, encode } from './encode';
import { fromHex, toHex } from './hex';

/** What two devices say about calls, as the content `call` of the secure channel (docs/calls.md). */

const { sdpLength, candidates, candidateLength, members } = CALL_LIMITS;
const call = mapped(fixed(16), (octets) => toHex(octets) as CallId, fromHex);

const offer = struct({ call, at: uint64, video: boolean });
const only = struct({ call });
const end = struct({ call, why: oneOf(CALL_ENDS) });
const description = struct({ call, type: oneOf(['offer', 'answer']), sdp: text(sdpLength) });
const trickled = struct({ call, candidates: list(text(candidateLength), candidates) });
const muted = struct({ call, microphone: boolean, camera: boolean, screen: boolean });
/** One message of the exchange of docs/media.md, 4.2. `attempt` counts from 0: a second one begins anew. */
const sas = struct({ call, attempt: uint8, octets: opaque(400, 1) });
/** A page's call: `place` is the newcomer's; the origin and who is in it already (places and whole fingerprints). */
const member = struct({ place: uint8, fingerprint: text(64) });
const invite = struct({ call, at: uint64, origin: text(300), place: uint8, members: list(member, members) });
const changed = struct({ call, members: list(member, members) });
/** A sender's announcement, sealed once more for this line (docs/media.md, 2.1). */
const keys = struct({ call, octets: opaque(600, 1) });
const took = struct({ call, generation: uint32 });

/** Append, never renumber: the place in this list is the number, from 1. */
const KINDS = [
  ['offer', offer],
  ['ringing', only],
  ['accept', only],
  ['end', end],
  ['description', description],
  ['candidates', trickled],
  ['muted', muted],
  ['sas', sas],
  ['invite', invite],
  ['join', only],
  ['leave', only],
  ['members', changed],
  ['keys', keys],
  ['took', took],
  ['differ', only],
  ['still', only],
] as const;

type Entry = (typeof KINDS)[number];
export type CallMessage = { [E in Entry as E[0]]: { readonly kind: E[0] } & Carried<E[1]> }[Entry[0]];

export function writeCallMessage(message: CallMessage): Uint8Array<ArrayBuffer> {
  const { kind, ...content } = message;
  const at = KINDS.findIndex(([name]) => name === kind);
  const body = encode((KINDS[at] as Entry)[1] as never, content as never);
  const octets = new Uint8Array(1 + body.length);
  octets[0] = at + 1;
  octets.set(body, 1);
  return octets;
}

/** `undefined` for what is damaged, or of a later version. Octets are copies. */
export function readCallMessage(octets: Uint8Array): CallMessage | undefined {
  const entry = KINDS[(octets[0] ?? 0) - 1];
  if (entry === undefined) return undefined;
  try {
    return { kind: entry[0], ...(decode(entry[1] as never, octets.slice(1)) as object) } as CallMessage;
  } catch {
    return undefined;
  }
}

/** The signals of a call's window are messages of their own. */
export const signalMessage = (id: CallId, signal: CallSignal): CallMessage => ({ call: id, ...signal });
