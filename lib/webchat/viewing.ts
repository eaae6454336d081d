import type { ErrorCode } from '../core/error-codes';
import type { Way } from '../core/webchat';
import type { Accounts } from './accounts';
import type { Place, TalkView } from './contract';
import { choicesFor, peerOf, peerProblem } from './peers';
import type { WebchatPorts } from './ports';
import type { AgreementService, NoTraceTalks } from './seams';
import type { Talk } from './talk';

export type WayParts = Pick<WebchatPorts, 'certificates'> & {
  readonly agreement: Pick<AgreementService, 'view'>;
  readonly noTrace: Pick<NoTraceTalks, 'standing'>;
};

/** How words go out now; where they do not, why. */
export type Ways = {
  readonly way: Way | 'none';
  readonly problem?: ErrorCode;
  readonly channel: Awaited<ReturnType<AgreementService['view']>>;
};

/** In a step: what the agreement holds is read. */
export async function waysOf({ certificates, agreement, noTrace }: WayParts, talk: Talk, place: Place): Promise<Ways> {
  const channel = await agreement.view(talk);
  const standing = noTrace.standing(place);
  if (standing === 'private') return { way: 'no-trace', channel };
  // Words that were to leave no trace go no other way by themselves.
  if (standing === 'held') return { way: 'none', problem: 'otr/not-private', channel };
  const { peer } = talk;
  if (place.protocol === 'xmpp' && peer !== undefined) {
    const problem = await peerProblem(certificates, peer);
    return problem === undefined ? { way: 'openpgp', channel } : { way: 'none', problem, channel };
  }
  if (channel.writable) return { way: 'channel', channel, ...(channel.problem ? { problem: channel.problem } : {}) };
  return { way: 'none', channel, ...(channel.problem === undefined ? {} : { problem: channel.problem }) };
}

/** Everything about a talk that its box draws. In a step. */
export async function viewOf(
  parts: WayParts & { readonly accounts: Accounts; readonly noTrace: Pick<NoTraceTalks, 'standing' | 'view'> },
  talk: Talk,
  place: Place,
): Promise<TalkView> {
  const { certificates, accounts, noTrace } = parts;
  const { way, problem, channel } = await waysOf(parts, talk, place);
  const [choices, found] = await Promise.all([
    choicesFor(certificates, place, new Set(accounts.at(place))),
    accounts.offered(place),
  ]);
  const offered = channel.offered ?? found;
  const published = accounts.published(place);
  const withoutTrace = noTrace.view(place);
  const nobody = place.protocol === 'xmpp' && talk.peer === undefined && choices.length === 0 && offered === undefined;
  const told = problem ?? (nobody ? 'webchat/no-certificate' : undefined);
  return {
    ...(talk.peer === undefined ? {} : { peer: await peerOf(certificates, talk.peer) }),
    choices,
    ...(offered === undefined ? {} : { offered }),
    way,
    channel: channel.channel,
    ...(channel.comparison === undefined ? {} : { comparison: channel.comparison }),
    writable: way !== 'none',
    ...(told === undefined ? {} : { problem: told }),
    ...(published === undefined ? {} : { published }),
    ...(withoutTrace === undefined ? {} : { noTrace: withoutTrace }),
    draft: talk.draft,
  };
}
