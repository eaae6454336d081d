import type { Fingerprint } from '../core/brand';
import { decode } from '../core/wire/encode';
import type { MessageId } from '../core/wire/ids';
import { verifySignature } from './crypto';
import { INTRODUCTION_VERSION, type Introduction, introduction, readPadded } from './introduction-format';
import { LABELS, labelled } from './labels';
import { CHANNEL_LIMITS } from './limits';
import type { IntroducerPort } from './ports';
import { readStatement, type SignedStatement, type Statement, timeProblem } from './statement';

export type OpenedIntroduction =
  | {
      readonly kind: 'introduced';
      /** Random, 128 bits: the same introduction may come again, and who calls remembers which came. */
      readonly id: MessageId;
      readonly intent: 'offer' | 'end';
      readonly issued: number;
      /** Signed by the certificate beside it, about which nobody has decided yet. */
      readonly from: Statement;
      readonly signed: SignedStatement;
      /** As it came: binary. Its fingerprint is `from.certificate`. */
      readonly certificate: Uint8Array<ArrayBuffer>;
      readonly accepts: Fingerprint | undefined;
    }
  | { readonly kind: 'unreadable'; readonly reason: 'version' | 'damaged' }
  | { readonly kind: 'refused'; readonly reason: IntroductionProblem };

export type IntroductionProblem =
  | 'not-for-me'
  /** Made for signed prekeys that are forgotten. */
  | 'prekey-gone'
  | 'weak-key'
  | 'malformed'
  | 'expired'
  | 'not-yet'
  /** The device did not sign this introduction for this device. */
  | 'signature'
  /** The octets are no certificate, not the one that the statement names, or it did not sign the statement. */
  | 'certificate';

export const refused = (reason: IntroductionProblem): OpenedIntroduction => ({ kind: 'refused', reason });

const read = (octets: Uint8Array): Introduction | undefined => {
  try {
    const content = decode(introduction, octets);
    return content.version === INTRODUCTION_VERSION ? content : undefined;
  } catch {
    return undefined;
  }
};

/** Too old, or from a clock that is too far ahead; of the introduction and of the statement in it. */
function problemOfTimes({ issued }: Introduction, from: Statement, now: number): 'expired' | 'not-yet' | undefined {
  if (now > issued + CHANNEL_LIMITS.introductionMs) return 'expired';
  return now + CHANNEL_LIMITS.clockMs < issued ? 'not-yet' : timeProblem(from, now);
}

/** That everything in an introduction holds together, in the order of docs/protocol.md. */
export async function proveIntroduction(
  padded: Uint8Array,
  transcript: Uint8Array,
  now: number,
  port: IntroducerPort,
): Promise<OpenedIntroduction> {
  const outer = readPadded(padded);
  const content = outer && read(outer.introduction);
  const from = content && readStatement(content.statement);
  if (!outer || !content || !from) return refused('malformed');
  const late = problemOfTimes(content, from, now);
  if (late !== undefined) return refused(late);
  const signedOctets = labelled(LABELS.introductionSigned, transcript, outer.introduction);
  if (!verifySignature(from.identity, signedOctets, outer.signature)) return refused('signature');
  const signed = { statement: content.statement.statement.slice(), signature: content.statement.signature.slice() };
  const certificate = content.certificate.slice();
  const signer = await port.signedBy(labelled(LABELS.statement, signed.statement), signed.signature, certificate);
  if (signer !== from.certificate) return refused('certificate');
  const { id, kind: intent, issued, accepts } = content;
  const { identity, agreement } = from;
  const copied = { ...from, identity: identity.slice(), agreement: agreement.slice() };
  return { kind: 'introduced', id, intent, issued, from: copied, signed, certificate, accepts };
}
