import type { Fingerprint } from '../../core/brand';
import { AppError } from '../../core/errors';
import type { TalkPeer } from '../../core/webchat';
import { peerOf } from '../peers';
import type { Talk } from '../talk';
import type { AgreementPorts } from './work';

/** Why nothing is taken from, or given to, a certificate about which this was decided. */
export const refusalFor = (decision: TalkPeer['decision'] | 'mine') =>
  decision === 'refused' ? ('contact/refused' as const) : ('contact/undecided' as const);

/** Somebody whose certificate is stored; `undefined` where it is not. */
export async function storedPeer(
  { certificates }: AgreementPorts,
  fingerprint: Fingerprint,
): Promise<TalkPeer | undefined> {
  return (await certificates.view(fingerprint)) && peerOf(certificates, fingerprint);
}

/** Somebody whose certificate came through the page: it is kept to be looked at, and used for nothing. */
export async function offeredPeer(
  ports: AgreementPorts,
  { origin }: Talk,
  octets: Uint8Array,
  fingerprint: Fingerprint,
): Promise<TalkPeer> {
  const offered = await ports.certificates.offer(octets, { source: 'page', detail: origin, at: ports.now() });
  // What a person is shown is what was proven, or nothing.
  if (offered.fingerprint !== fingerprint) throw new AppError('webchat/damaged');
  return offered;
}
