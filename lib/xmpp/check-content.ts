import { LIMITS } from '../core/limits';
import { isSameAccount, isUserIdOf } from './address';
import type { OxContent } from './ox-content';

export type ContentFacts = {
  /** The `from` and `to` of the stanza that carried it; without `to` it is for me (RFC 6120, 8.1.1). */
  readonly from: string;
  readonly to?: string;
  /** My own address. */
  readonly me: string;
  readonly now: number;
  /** When the stanza was sent, where the server says so (XEP-0203); else `now` is taken. */
  readonly sentAt?: number;
  /** The certificate whose signature was found valid: its user ids, and the addresses that a person decided it is for. */
  readonly signer: { readonly userIds: readonly string[]; readonly decidedFor: readonly string[] };
};

/** Why a content does not count: not signed and sealed; signed by somebody else; for somebody else; from another time. */
export type ContentProblem = 'kind' | 'sender' | 'recipient' | 'not-mine' | 'time';

/**
 * XEP-0373, 3.2, for chat; `undefined` where all is well. That the signature is valid was found before; whether the
 * certificate is in use is asked after.
 */
export function problemOf(content: OxContent, facts: ContentFacts): ContentProblem | undefined {
  if (content.kind !== 'signcrypt') return 'kind';
  const { userIds, decidedFor } = facts.signer;
  const isSender =
    userIds.some((userId) => isUserIdOf(userId, facts.from)) ||
    decidedFor.some((address) => isSameAccount(address, facts.from));
  if (!isSender) return 'sender';
  const to = facts.to ?? facts.me;
  // What I wrote elsewhere comes back as a carbon: then it is mine because it is from me.
  if (!isSameAccount(to, facts.me) && !isSameAccount(facts.from, facts.me)) return 'not-mine';
  if (!content.to.some((address) => isSameAccount(address, to))) return 'recipient';
  const sentAt = facts.sentAt ?? facts.now;
  const isPlausible = Math.abs(content.time - sentAt) <= LIMITS.clockMs && content.time <= facts.now + LIMITS.clockMs;
  return isPlausible ? undefined : 'time';
}
