import type { Fingerprint } from '../core/brand';
import type { CertificateView } from '../core/certificate';
import type { ErrorCode } from '../core/error-codes';
import type { TalkPeer } from '../core/webchat';
import { bareAddress, isUserIdOf } from '../xmpp/address';
import type { Place } from './contract';
import type { WebchatPorts } from './ports';

type Certificates = Pick<WebchatPorts['certificates'], 'view' | 'decisionOn' | 'people'>;

export const isAccepted = (decision: TalkPeer['decision'] | 'mine'): boolean =>
  decision === 'verified' || decision === 'in-use';

/** User ids that the certificate's owner stands by. */
export const validUserIds = ({ userIds }: CertificateView): readonly string[] =>
  userIds.filter(({ state }) => state === 'valid').map(({ text }) => text);

/** Somebody as the certificate names them, with what was decided about it; also where it is not here any more. */
export async function peerOf({ view, decisionOn }: Certificates, fingerprint: Fingerprint): Promise<TalkPeer> {
  const [found, decided] = await Promise.all([view(fingerprint), decisionOn(fingerprint)]);
  const user = found?.userIds.find(({ state }) => state === 'valid') ?? found?.userIds[0];
  return {
    fingerprint,
    name: user?.name ?? '',
    ...(user?.email === undefined ? {} : { email: user.email }),
    decision: decided === 'mine' ? 'unknown' : decided,
  };
}

/** Why nothing can be sealed for this certificate now; `undefined` where it can. */
export async function peerProblem(
  { view, decisionOn }: Certificates,
  fingerprint: Fingerprint,
): Promise<ErrorCode | undefined> {
  const decided = await decisionOn(fingerprint);
  if (decided === 'mine') return 'contact/own-certificate';
  if (decided === 'unknown') return 'webchat/no-certificate';
  if (!isAccepted(decided)) return decided === 'refused' ? 'contact/refused' : 'contact/undecided';
  const health = (await view(fingerprint))?.health ?? 'damaged';
  return health === 'ok' ? undefined : `key/${health}`;
}

/**
 * Everybody who could be meant at this place, best guess first: who names this account, or was found at it; whose mail
 * address it is; who is named in the page's words. A guess chooses nobody.
 */
export async function choicesFor(
  certificates: Certificates,
  { protocol, locator, title }: Place,
  found: ReadonlySet<Fingerprint>,
): Promise<readonly TalkPeer[]> {
  const people = await certificates.people();
  const address = protocol === 'xmpp' ? bareAddress(locator) : undefined;
  const words = title.toLowerCase();
  const rankOf = async ({ fingerprint, email, name, decision }: TalkPeer): Promise<number> => {
    const sure = decision === 'verified' ? 0 : 1;
    if (address === undefined) return (name !== '' && words.includes(name.toLowerCase()) ? 0 : 10) + sure;
    const view = await certificates.view(fingerprint);
    if (view !== undefined && validUserIds(view).some((userId) => isUserIdOf(userId, address))) return sure;
    if (found.has(fingerprint)) return 10 + sure;
    return (email === address ? 20 : 30) + sure;
  };
  const ranked = await Promise.all(people.map(async (peer) => ({ peer, rank: await rankOf(peer) })));
  return ranked
    .sort((one, other) => one.rank - other.rank || one.peer.name.localeCompare(other.peer.name))
    .map(({ peer }) => peer);
}
