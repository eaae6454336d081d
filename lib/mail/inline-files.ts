import type { MimeBody } from '../core/mime-port';
import type { Opened, SignatureFact } from '../core/openpgp-port';
import type { OpenedAttachments } from './sealed-attachments';

/** Files beside inline armor: each is protected by itself or not at all. */
export type InlineFiles = {
  readonly attachments: MimeBody['attachments'];
  readonly partial: boolean;
  readonly outsideText?: string;
};

/**
 * What the status of inline armor may cover. [req 17] [req 19] Where anything is sealed, a file that is not, or that the
 * text's signer did not sign too, makes the mail partial, which is never green. Where nothing is, files stand outside
 * as they do beside PGP/MIME: the status is the text's alone. Certificates are looked at by themselves.
 */
export function inlineFiles(text: Opened, files: OpenedAttachments, outsideText: string | undefined): InlineFiles {
  const { attachments, opened, left } = files;
  if (text.sealed || opened.length > 0) {
    const signed = text.signatures.length === 0 || opened.every((facts) => haveOneSigner(text.signatures, facts));
    const whole = text.sealed && left === 0 && outsideText === undefined && signed;
    return { attachments, partial: !whole, ...(outsideText === undefined ? {} : { outsideText }) };
  }
  const words = [...(outsideText === undefined ? [] : [outsideText]), ...attachments.map(({ name }) => `[${name}]`)];
  return {
    attachments: attachments.filter(({ holdsCertificate }) => holdsCertificate),
    partial: false,
    ...(words.length === 0 ? {} : { outsideText: words.join('\n\n') }),
  };
}

const haveOneSigner = (text: readonly SignatureFact[], file: readonly SignatureFact[]): boolean =>
  file.length > 0 &&
  file.every(({ outcome }) => outcome === 'valid') &&
  text.some(({ outcome, fingerprint }) => outcome === 'valid' && file.some((one) => one.fingerprint === fingerprint));
