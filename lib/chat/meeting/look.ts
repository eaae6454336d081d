import { statusOf } from '../../channel/channel';
import type { UserId } from '../../core/wire/ids';
import type { Entry } from '../book';
import type { ChatCertificates } from '../ports';
import type { PeerDevice } from '../records';
import { isAccepted, type Standing } from './standing';

/** How a device of the other stands by what I decided about its certificate, at this moment. */
export async function decisionFor(
  certificates: Pick<ChatCertificates, 'decisionOn' | 'view'>,
  peer: PeerDevice | undefined,
): Promise<Pick<Standing, 'decision' | 'usable'>> {
  if (peer === undefined) return { decision: 'unknown', usable: false };
  // Asked at once: each is several reads one after another, and who waits for a message waits for them.
  const [decision, view] = await Promise.all([
    certificates.decisionOn(peer.certificate),
    certificates.view(peer.certificate),
  ]);
  return { decision, usable: isAccepted(decision) && view?.health === 'ok' };
}

export const rivalOf = ({ record: { peer, rival } }: Entry): Standing['rival'] => {
  if (rival === undefined) return undefined;
  return rival.certificate === peer?.certificate ? 'device' : 'certificate';
};

/** Everything that the state of one conversation hangs on. `mine`: the account that is logged in. */
export async function look(
  certificates: Pick<ChatCertificates, 'decisionOn' | 'view'>,
  entry: Entry,
  mine: UserId | undefined | Promise<UserId | undefined>,
): Promise<Standing> {
  const { record, channel } = entry;
  // Read before anything is awaited: the octets of an older state are overwritten.
  const session = channel === undefined ? 'none' : statusOf(channel).state;
  const [user, decided] = await Promise.all([mine, decisionFor(certificates, record.peer)]);
  return {
    here: user !== undefined && record.mine === user,
    ended: record.ended?.by,
    rival: rivalOf(entry),
    ...decided,
    session,
    introduced: record.introduced,
    theyAccepted: record.theyAccepted,
    problem: record.problem,
  };
}
