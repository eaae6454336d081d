import type { Fingerprint } from '../core/brand';
import { type Carried, opaque, optional, struct, uint8, uint32, uint64 } from '../core/wire/codec';
import { decode, encode } from '../core/wire/encode';
import type { UserId } from '../core/wire/ids';
import { signWith, verifySignature } from './crypto';
import { kemKey, key, signature } from './fields';
import { LABELS, labelled } from './labels';
import { CHANNEL_LIMITS } from './limits';
import type { CertificatePort } from './ports';
import {
  checkStatement,
  readStatement,
  type SignedStatement,
  type Statement,
  type StatementProblem,
  signedStatement,
  timeProblem,
} from './statement';

/** The signed X25519 prekey and the ML-KEM-768 prekey of last resort (PQXDH, 3.2); both change together. */
export const signedPrekeys = struct({ id: uint32, agreement: key, kem: kemKey, issued: uint64, validUntil: uint64 });
/** One X25519 and one ML-KEM-768 prekey for one opening. */
export const oneTimePrekey = struct({ id: uint32, agreement: key, kem: kemKey });

const signed = struct({ body: opaque(1_400, 1), signature });
/** What a device publishes once; the relay hands it to everyone who asks. */
export const bundle = struct({ version: uint8, statement: signedStatement, prekeys: signed });

export type SignedPrekeys = Carried<typeof signedPrekeys>;
export type OneTimePrekey = Carried<typeof oneTimePrekey>;
export const BUNDLE_VERSION = 1;

export const signPrekeys = (content: SignedPrekeys, identity: Uint8Array) => {
  const body = encode(signedPrekeys, content);
  return { body, signature: signWith(identity, labelled(LABELS.signedPrekeys, body)) };
};

export function signOneTime(content: OneTimePrekey, identity: Uint8Array): Uint8Array<ArrayBuffer> {
  const body = encode(oneTimePrekey, content);
  return encode(signed, { body, signature: signWith(identity, labelled(LABELS.oneTimePrekey, body)) });
}

/** What a bundle holds. Fields of octets are those that were signed: the transcript takes them. */
type BundleContent = {
  readonly statement: Statement;
  readonly signed: SignedStatement;
  readonly statementOctets: Uint8Array;
  readonly prekeys: SignedPrekeys;
  readonly prekeysOctets: Uint8Array;
  readonly oneTime: OneTimePrekey | undefined;
  readonly oneTimeOctets: Uint8Array;
};
/** A bundle whose every signature holds. */
export type CheckedBundle = BundleContent & { readonly kind: 'valid' };
/** One whose device has signed its prekeys; whose device it is, is a claim. No session begins with it. */
export type ClaimedBundle = BundleContent & { readonly kind: 'claimed' };
export type BundleProblem = StatementProblem | 'version' | 'prekey-signature' | 'prekey-expired';

type GivenBundle = { readonly bundle: Uint8Array; readonly oneTime: Uint8Array | undefined };
type Refused = { readonly kind: 'refused'; readonly reason: BundleProblem };
const refused = (reason: BundleProblem): Refused => ({ kind: 'refused', reason });

/** Bundle and one-time prekey as the relay handed them over: `unknown` until this has read them. */
export async function checkBundle(
  given: GivenBundle,
  accepted: { readonly user: UserId; readonly certificate: Fingerprint },
  now: number,
  port: Pick<CertificatePort, 'verify'>,
): Promise<CheckedBundle | Refused> {
  const read = readBundle(given);
  if (typeof read === 'string') return refused(read);
  const checked = await checkStatement(read.outer.statement, accepted, now, port);
  if (checked.kind === 'refused') return checked;
  const content = checkPrekeys(read, checked.statement, now);
  return typeof content === 'string' ? refused(content) : { kind: 'valid', ...content };
}

/**
 * The same without a certificate: the prekeys are signed by the device that the statement names, and whose statement it
 * is stays a claim. Good for nothing but to introduce oneself.
 */
export function checkClaimedBundle(bundle: Uint8Array, user: UserId, now: number): ClaimedBundle | Refused {
  const read = readBundle({ bundle, oneTime: undefined });
  if (typeof read === 'string') return refused(read);
  const claimed = readStatement(read.outer.statement);
  if (claimed === undefined) return refused('malformed');
  if (claimed.user !== user) return refused('foreign');
  const problem = timeProblem(claimed, now);
  if (problem !== undefined) return refused(problem);
  const content = checkPrekeys(read, claimed, now);
  return typeof content === 'string' ? refused(content) : { kind: 'claimed', ...content };
}

function checkPrekeys(
  { outer, prekeys, oneTime }: Exclude<ReturnType<typeof readBundle>, string>,
  statement: Statement,
  now: number,
): BundleContent | BundleProblem {
  const { identity } = statement;
  const fits =
    verifySignature(identity, labelled(LABELS.signedPrekeys, outer.prekeys.body), outer.prekeys.signature) &&
    (oneTime === undefined ||
      verifySignature(identity, labelled(LABELS.oneTimePrekey, oneTime.body), oneTime.signature));
  if (!fits) return 'prekey-signature';
  if (now > prekeys.validUntil + CHANNEL_LIMITS.clockMs) return 'prekey-expired';
  return {
    statement,
    signed: outer.statement,
    statementOctets: outer.statement.statement,
    prekeys,
    prekeysOctets: outer.prekeys.body,
    oneTime: oneTime?.content,
    oneTimeOctets: oneTime?.body ?? new Uint8Array(),
  };
}

function readBundle(given: GivenBundle) {
  if (given.bundle[0] !== BUNDLE_VERSION) return 'version';
  try {
    const outer = decode(bundle, given.bundle);
    const prekeys = decode(signedPrekeys, outer.prekeys.body);
    const once = given.oneTime && decode(signed, given.oneTime);
    return { outer, prekeys, oneTime: once && { ...once, content: decode(oneTimePrekey, once.body) } };
  } catch {
    return 'malformed';
  }
}

/** Which one-time prekey an opening used. */
export const prekeyId = optional(uint32);
