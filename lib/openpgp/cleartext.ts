import { readCleartextMessage, SignaturePacket } from 'openpgp';
import { AppError } from '../core/errors';
import { LIMITS } from '../core/limits';
import type { Opened } from '../core/openpgp-port';
import { attempt } from './attempt';
import { signatureFacts } from './signature-facts';
import type { VerifyingKeys } from './verifying-keys';

const BEGIN = '-----BEGIN PGP SIGNED MESSAGE-----';
const SIGNATURE = '-----BEGIN PGP SIGNATURE-----';
const END = '-----END PGP SIGNATURE-----';

/** The only header allowed (RFC 9580, 7.1): with another one, unsigned words could stand above the text. */
const HASH_HEADER = /^Hash: [A-Za-z0-9-]+(?:, ?[A-Za-z0-9-]+)*$/;

const trimmed = (line: string | undefined): string => (line ?? '').replace(/[ \t\r]+$/, '');

/**
 * The block from BEGIN to END, line by line under rules stricter than the library's: only Hash headers, then one truly
 * empty line, then text in which every dash at a line's start is escaped, so that no line can play a boundary.
 */
function extract(armored: string): string {
  const lines = armored.split('\n').map((line) => line.replace(/\r$/, ''));
  const begin = lines.findIndex((line) => trimmed(line) === BEGIN);
  const signature = lines.findIndex((line, index) => index > begin && trimmed(line) === SIGNATURE);
  const end = lines.findIndex((line, index) => index > signature && trimmed(line) === END);
  if (begin === -1 || signature === -1 || end === -1) throw new AppError('mail/malformed');
  let at = begin + 1;
  while (at < signature && HASH_HEADER.test(trimmed(lines[at]))) at += 1;
  if (at >= signature || trimmed(lines[at]) !== '') throw new AppError('mail/malformed');
  const text = lines.slice(at + 1, signature);
  if (text.some((line) => line.startsWith('-') && !line.startsWith('- '))) throw new AppError('mail/malformed');
  return [
    BEGIN,
    ...lines.slice(begin + 1, at),
    '',
    ...text,
    SIGNATURE,
    ...lines.slice(signature + 1, end),
    END,
    '',
  ].join('\n');
}

/**
 * Verifies a cleartext signed text (RFC 9580, 7). `content` is the inner text alone, dashes unescaped, line ends as
 * LF, white space at line ends gone (it is not signed); what stands around the block is not in it. Throws
 * `mail/malformed`, `mail/too-large`.
 */
export function openCleartext(armored: string, verifying: VerifyingKeys): Promise<Opened> {
  return attempt('mail/malformed', async () => {
    if (armored.length > LIMITS.sealedOctets) throw new AppError('mail/too-large');
    const message = await readCleartextMessage({ cleartextMessage: extract(armored) });
    const packets = signaturePacketsOf(message);
    const signatures = await signatureFacts(packets, (keys) => message.verify(keys), verifying);
    return { content: new TextEncoder().encode(message.getText()), sealed: false, signatures };
  });
}

/** The library keeps them without declaring them. */
function signaturePacketsOf(message: object): readonly SignaturePacket[] {
  const { signature } = message as { readonly signature: { readonly packets: readonly object[] } };
  return signature.packets.filter((packet) => packet instanceof SignaturePacket);
}
