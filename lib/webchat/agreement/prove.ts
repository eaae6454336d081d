import { readOpening } from '../../channel/handshake';
import { LABELS, labelled } from '../../channel/labels';
import { readPayload as readPacket } from '../../channel/payload';
import { BUNDLE_VERSION, bundle as bundleCodec, checkBundle } from '../../channel/prekeys';
import { readStatement, type SignedStatement, type Statement, timeProblem } from '../../channel/statement';
import type { ErrorCode } from '../../core/error-codes';
import { decode } from '../../core/wire/encode';
import type { DeviceId } from '../../core/wire/ids';
import type { AgreementPayload } from '../seams';
import { codeOf } from './refusals';
import type { AgreementPorts } from './work';

type Of<Kind extends AgreementPayload['kind']> = Extract<AgreementPayload, { kind: Kind }>;
type Refused = { readonly code: ErrorCode };

/** Whose greeting it is, proven by the certificate in it; whether that is who is meant, a person decides. */
export type Greeting = {
  readonly statement: Statement;
  readonly signed: SignedStatement;
  /** Grows with every greeting of this device: ids of prekeys are drawn once (docs/protocol.md, 2.2). */
  readonly number: number;
};

function readSigned(octets: Uint8Array): SignedStatement | undefined {
  try {
    return decode(bundleCodec, octets).statement;
  } catch {
    return undefined;
  }
}

/** Every signature in a greeting, and its times. */
export async function proveGreeting(
  { certificate, bundle, oneTime }: Of<'greeting'>,
  { certificates, now }: AgreementPorts,
): Promise<Greeting | Refused> {
  if (bundle[0] !== BUNDLE_VERSION) return { code: codeOf('version') };
  const signed = readSigned(bundle);
  const claimed = signed && readStatement(signed);
  if (signed === undefined || claimed === undefined) return { code: codeOf('malformed') };
  const verify = async (content: Uint8Array, signature: Uint8Array) =>
    (await certificates.signedBy(content, signature, certificate)) === claimed.certificate;
  const checked = await checkBundle({ bundle, oneTime }, claimed, now(), { verify });
  if (checked.kind === 'refused') return { code: codeOf(checked.reason) };
  const number = Math.max(checked.prekeys.id, checked.oneTime?.id ?? 0);
  return { statement: checked.statement, signed, number };
}

/** An opening as its outside names it: nothing is proven. */
export type ClaimedOpening = {
  readonly statement: Statement;
  readonly signed: SignedStatement;
  readonly responder: DeviceId;
};

/** `undefined` where a packet carries no opening. */
export function readClaims(packet: Uint8Array): ClaimedOpening | undefined {
  const outer = readPacket(packet);
  if (typeof outer === 'string' || outer.route.form !== 'opening') return undefined;
  const read = readOpening(outer.route.opening);
  const statement = read && readStatement(read.terms.initiator);
  if (read === undefined || statement === undefined) return undefined;
  return { statement, signed: read.terms.initiator, responder: read.terms.responder };
}

/** Why the certificate that came with an opening did not sign its statement, or not for this time. */
export async function openingProblem(
  { statement, signed }: ClaimedOpening,
  certificate: Uint8Array,
  { certificates, now }: AgreementPorts,
): Promise<ErrorCode | undefined> {
  const late = timeProblem(statement, now());
  if (late !== undefined) return codeOf(late);
  const content = labelled(LABELS.statement, signed.statement);
  const signer = await certificates.signedBy(content, signed.signature, certificate);
  return signer === statement.certificate ? undefined : codeOf('signature');
}
