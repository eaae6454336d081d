import { type BundleProblem, checkClaimedBundle } from '../../channel/prekeys';
import type { ErrorCode } from '../../core/error-codes';
import type { UserId } from '../../core/wire/ids';
import type { RequestOutput } from '../../core/wire/requests';
import type { PeerDevice } from '../records';
import { isSamePeer, toPeer } from './peer';
import { codeOf } from './refusals';

/** One device of a user as the relay lists it. Its prekeys fit its statement; whose statement it is stays a claim. */
export type Listed = {
  readonly peer: PeerDevice;
  readonly issued: number;
  readonly bundle: Uint8Array;
  readonly oneTime: Uint8Array | undefined;
};

/** What the relay answered about one user, newest device first. `problem`: why nothing of it can be used. */
export type Directory = { readonly listed: readonly Listed[]; readonly problem: ErrorCode | undefined };

/** Reads the answer to `prekeys.take`: what belongs to another user or device, or does not hold together, is left out. */
export function readDirectory(user: UserId, answer: RequestOutput<'prekeys.take'>, now: number): Directory {
  const listed: Listed[] = [];
  const problems: BundleProblem[] = [];
  for (const { device, bundle, oneTime } of answer) {
    const checked = checkClaimedBundle(bundle, user, now);
    if (checked.kind === 'refused') problems.push(checked.reason);
    else if (checked.statement.device !== device) problems.push('foreign');
    else
      listed.push({
        peer: toPeer(checked.statement, checked.signed),
        issued: checked.statement.issued,
        bundle,
        oneTime,
      });
  }
  listed.sort((one, other) => other.issued - one.issued);
  // Who is unknown and who has published nothing look the same, because the relay answers the same.
  const [problem] = problems;
  return {
    listed,
    problem: listed.length > 0 ? undefined : problem === undefined ? 'chat/not-found' : codeOf(problem),
  };
}

export const findListed = ({ listed }: Directory, wanted: PeerDevice | undefined): Listed | undefined =>
  listed.find(({ peer }) => isSamePeer(peer, wanted));
