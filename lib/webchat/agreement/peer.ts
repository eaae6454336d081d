import type { Fingerprint } from '../../core/brand';
import { AppError } from '../../core/errors';
import type { TalkPeer } from '../../core/webchat';
import type { Talk } from '../talk';
import type { AgreementPorts } from './work';

/** What I decided about a certificate; of my own it is said apart. */
export type Standing = TalkPeer['decision'] | 'mine';

export const isAccepted = (decision: Standing): boolean => decision === 'verified' || decision === 'in-use';

/** Why nothing is taken from, or given to, a certificate about which this was decided. */
export const refusalFor = (decision: Standing) =>
  decision === 'refused' ? ('contact/refused' as const) : ('contact/undecided' as const);

/** Somebody whose certificate is stored; `undefined` where it is not. */
export async function storedPeer(
  { certificates }: AgreementPorts,
  fingerprint: Fingerprint,
): Promise<TalkPeer | undefined> {
  const view = await certificates.view(fingerprint);
  if (view === undefined) return undefined;
  const user = view.userIds.find(({ state }) => state === 'valid') ?? view.userIds[0];
  const decision = await certificates.decisionOn(fingerprint);
  return {
    fingerprint,
    name: user?.name ?? '',
    ...(user?.email === undefined ? {} : { email: user.email }),
    decision: decision === 'mine' ? 'unknown' : decision,
  };
}

/** The same of one that came through the page: it is kept to be looked at, and used for nothing. */
export async function offeredPeer(
  ports: AgreementPorts,
  { origin }: Talk,
  octets: Uint8Array,
  fingerprint: Fingerprint,
): Promise<TalkPeer> {
  const known = await storedPeer(ports, fingerprint);
  if (known !== undefined) return known;
  const offered = await ports.certificates.offer(octets, { source: 'page', detail: origin, at: ports.now() });
  // What a person is shown is what was proven, or nothing.
  if (offered.fingerprint !== fingerprint) throw new AppError('webchat/damaged');
  return offered;
}
