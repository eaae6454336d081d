import type { EmailAddress } from '../core/brand';
import type { CertificateHealth, CertificateView, UserId } from '../core/certificate';
import type { ErrorCode } from '../core/error-codes';

export const validUserIds = (view: CertificateView): readonly UserId[] =>
  view.userIds.filter(({ state }) => state === 'valid');

/** The addresses that the certificate's owner certified and did not take back. */
export const certifiedAddresses = (view: CertificateView): readonly EmailAddress[] => [
  ...new Set(validUserIds(view).flatMap(({ email }) => email ?? [])),
];

export const userIdFor = (view: CertificateView, email: EmailAddress): UserId | undefined =>
  validUserIds(view).find((userId) => userId.email === email);

/** Name of the first valid user id. */
export const nameOf = (view: CertificateView): string => (validUserIds(view)[0] ?? view.userIds[0])?.name ?? '';

/** Why a certificate of this health cannot be used, as a failure. */
export const HEALTH_CODES: Readonly<Record<Exclude<CertificateHealth, 'ok'>, ErrorCode>> = {
  expired: 'key/expired',
  revoked: 'key/revoked',
  weak: 'key/weak',
  'no-encryption': 'key/no-encryption',
  'no-user-id': 'key/no-user-id',
  damaged: 'key/damaged',
};
