import type { Brand, Fingerprint } from '../core/brand';
import { type Carried, opaque, struct, uint64 } from '../core/wire/codec';
import { decode, encode } from '../core/wire/encode';
import { deviceId, type UserId } from '../core/wire/ids';
import { sameOctets } from './crypto';
import { certificate, key, user } from './fields';
import { LABELS, labelled } from './labels';
import { CHANNEL_LIMITS } from './limits';
import type { CertificatePort } from './ports';

/** What a certificate says of one device. `identity` is an Ed25519 key, `agreement` an X25519 key. */
export const statement = struct({
  user,
  device: deviceId,
  certificate,
  identity: key,
  agreement: key,
  issued: uint64,
  validUntil: uint64,
});
export type Statement = Carried<typeof statement>;
/** One that `checkStatement` has found valid for an accepted certificate: the only kind a channel is made for. */
export type AcceptedStatement = Brand<Statement, 'AcceptedStatement'>;

export const signedStatement = struct({
  statement: opaque(512, 1),
  signature: opaque(CHANNEL_LIMITS.signatureOctets, 1),
});
export type SignedStatement = Carried<typeof signedStatement>;

export async function signStatement(content: Statement, port: Pick<CertificatePort, 'sign'>): Promise<SignedStatement> {
  const octets = encode(statement, content);
  return { statement: octets, signature: await port.sign(labelled(LABELS.statement, octets)) };
}

export type StatementProblem = 'foreign' | 'signature' | 'expired' | 'not-yet' | 'malformed';
export type CheckedStatement =
  | { readonly kind: 'valid'; readonly statement: AcceptedStatement }
  | { readonly kind: 'refused'; readonly reason: StatementProblem };

const refused = (reason: StatementProblem) => ({ kind: 'refused', reason }) as const;

/** The statement as it is claimed, of which nothing is proven; `undefined` where it cannot be read. */
export function readStatement(signed: SignedStatement): Statement | undefined {
  try {
    return decode(statement, signed.statement);
  } catch {
    return undefined;
  }
}

/** Why a statement does not hold at this time. */
export function timeProblem({ issued, validUntil }: Statement, now: number): 'expired' | 'not-yet' | undefined {
  if (now > validUntil) return 'expired';
  return now + CHANNEL_LIMITS.clockMs < issued ? 'not-yet' : undefined;
}

/**
 * Whether this device belongs to the certificate that the person accepted for this user. Nothing is encrypted to a
 * device before that.
 */
export async function checkStatement(
  signed: SignedStatement,
  accepted: { readonly user: UserId; readonly certificate: Fingerprint },
  now: number,
  port: Pick<CertificatePort, 'verify'>,
): Promise<CheckedStatement> {
  const claimed = readStatement(signed);
  if (claimed === undefined) return refused('malformed');
  if (claimed.user !== accepted.user || claimed.certificate !== accepted.certificate) return refused('foreign');
  const problem = timeProblem(claimed, now);
  if (problem !== undefined) return refused(problem);
  const content = labelled(LABELS.statement, signed.statement);
  if (!(await port.verify(content, signed.signature, accepted.certificate))) return refused('signature');
  return { kind: 'valid', statement: claimed as AcceptedStatement };
}

/** The same device with the same keys; a statement may have been renewed. */
export const isSameDevice = (one: Statement, other: Statement): boolean =>
  one.user === other.user &&
  one.device === other.device &&
  one.certificate === other.certificate &&
  sameOctets(one.identity, other.identity) &&
  sameOctets(one.agreement, other.agreement);
