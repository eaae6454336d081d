import { certificate, sessionTag } from '../../channel/fields';
import { STATE_VERSION, stored } from '../../channel/state';
import type { ErrorCode } from '../../core/error-codes';
import { AppError, isErrorCode } from '../../core/errors';
import { WEBCHAT_LIMITS } from '../../core/webchat';
import {
  boolean,
  type Carried,
  fixed,
  list,
  mapped,
  oneOf,
  opaque,
  optional,
  struct,
  text,
  uint8,
  uint32,
  uint64,
} from '../../core/wire/codec';
import { deviceId } from '../../core/wire/ids';
import { AGREEMENT_LIMITS } from './limits';

/** The fullest states of lib/channel: 300 prekeys, and 1,000 keys for missing messages in each session. */
const secret = opaque(2 ** 22);

/** A greeting or an opening that waits, with the certificate that came in it. */
const request = struct({
  kind: oneOf(['greeting', 'opening']),
  /** As it stood in the page (core/wire/webchat-payload). */
  payload: opaque(WEBCHAT_LIMITS.payloadOctets, 1),
  certificate,
  /** It stood there before I came, and its certificate was in use already: the person says whether to answer. */
  old: boolean,
});

/** Which greeting of theirs was the last: prekeys of one device are numbered, statements of several have times. */
const heard = struct({ certificate, device: deviceId, issued: uint64, number: uint32 });

const problem = mapped(
  text(64),
  (code): ErrorCode => (isErrorCode(code) ? code : 'webchat/lost'),
  (code) => code,
);

const agreement = struct({
  version: uint8,
  /** My device of this talk (lib/channel/device): made at the first greeting or answer, gone with the end. */
  device: optional(secret),
  /** State of lib/channel, with a device whose certificate was accepted. */
  channel: optional(secret),
  /** When I greeted last; 0: not since the last end. */
  greetedAt: uint64,
  /** Theirs, that waits for a decision. */
  asked: optional(request),
  /** Of another certificate than that of the talk's peer: everything has stopped. */
  rival: optional(request),
  heard: optional(heard),
  endedBy: optional(oneOf(['me', 'them'])),
  problem: optional(problem),
  /** Messages of theirs that are known not to have come. */
  missing: uint32,
  /** What I said without words: the first 16 octets of SHA-256 over the payload. */
  said: list(struct({ mark: fixed(16), step: oneOf(['greeting', 'opening', 'answer', 'end']) }), AGREEMENT_LIMITS.said),
  /** When I sent what a session was owed, in which phase of it. */
  answers: list(
    struct({ tag: sessionTag, phase: oneOf(['waiting', 'answering', 'open']), at: uint64 }),
    AGREEMENT_LIMITS.answers,
  ),
});

export type Agreement = Carried<typeof agreement>;
export type Request = Carried<typeof request>;
export type SaidStep = Agreement['said'][number]['step'];

const storedAgreement = stored<Agreement>(agreement);

export const newAgreement = (): Agreement => ({
  version: STATE_VERSION,
  device: undefined,
  channel: undefined,
  greetedAt: 0,
  asked: undefined,
  rival: undefined,
  heard: undefined,
  endedBy: undefined,
  problem: undefined,
  missing: 0,
  said: [],
  answers: [],
});

/** Fails with `channel/damaged` where the octets are not ours. */
export const readAgreement = (octets: Uint8Array): Agreement =>
  octets.length === 0 ? newAgreement() : storedAgreement.read(octets);

/** Nothing of mine is in it: no key, and nothing that I began, answered or ended. */
export function isTheirsAlone(octets: Uint8Array): boolean {
  try {
    const { device, channel, greetedAt, rival, endedBy, said } = readAgreement(octets);
    const mine = [device, channel, rival, endedBy].some((part) => part !== undefined);
    return !mine && greetedAt === 0 && said.length === 0;
  } catch (error) {
    if (error instanceof AppError && error.code === 'channel/damaged') return false;
    throw error;
  }
}

export const writeAgreement = (value: Agreement): Uint8Array<ArrayBuffer> => storedAgreement.write(value);
