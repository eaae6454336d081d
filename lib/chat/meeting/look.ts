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
  const decision = await certificates.decisionOn(peer.certificate);
  if (!isAccepted(decision)) return { decision, usable: false };
  const view = await certificates.view(peer.certificate);
  return { decision, usable: view?.health === 'ok' };
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
  const user = await mine;
  return {
    here: user !== undefined && record.mine === user,
    ended: record.ended?.by,
    rival: rivalOf(entry),
    ...(await decisionFor(certificates, record.peer)),
    session,
    introduced: record.introduced,
    theyAccepted: record.theyAccepted,
    problem: record.problem,
  };
}
