import { AppError } from '../core/errors';
import type { SignatureFact, WorkOptions } from '../core/openpgp-port';
import type { ReadingAttachment } from '../core/reading';
import type { ReadMailPorts } from './ports';

const SEALED_NAME = /\.(?:pgp|gpg|asc)$/i;
const SEALED_TYPES = ['application/pgp-encrypted', 'application/pgp'];
const MESSAGE_HEADER = '-----BEGIN PGP MESSAGE-----';

export type OpenedAttachments = {
  readonly attachments: readonly ReadingAttachment[];
  /** The signatures of each that was sealed and could be opened. */
  readonly opened: ReadonlyArray<readonly SignatureFact[]>;
  /** How many stay as they came. */
  readonly left: number;
};

/** Files sealed one by one, as programs without PGP/MIME send them. What cannot be opened stays as it came. */
export async function openSealedAttachments(
  files: readonly ReadingAttachment[],
  ports: ReadMailPorts,
  options: WorkOptions,
): Promise<OpenedAttachments> {
  const attachments: ReadingAttachment[] = [];
  const opened: (readonly SignatureFact[])[] = [];
  for (const file of files) {
    const inside = (await looksSealed(file)) ? await openFile(file, ports, options) : undefined;
    if (inside !== undefined) opened.push(inside.signatures);
    attachments.push(inside?.file ?? file);
  }
  return { attachments, opened, left: files.length - opened.length };
}

async function looksSealed(file: ReadingAttachment): Promise<boolean> {
  if (file.holdsCertificate || !(SEALED_NAME.test(file.name) || SEALED_TYPES.includes(file.mediaType))) return false;
  if (!file.name.toLowerCase().endsWith('.asc')) return true;
  return (await file.content.slice(0, 200).text()).includes(MESSAGE_HEADER);
}

async function openFile(
  file: ReadingAttachment,
  ports: ReadMailPorts,
  options: WorkOptions,
): Promise<{ readonly file: ReadingAttachment; readonly signatures: readonly SignatureFact[] } | undefined> {
  try {
    const octets = new Uint8Array(await file.content.arrayBuffer());
    using secrets = await ports.secrets();
    const { content, sealed, signatures } = await ports.pgp.open(octets, secrets, await ports.signers(), options);
    if (!sealed) return undefined;
    const inside = {
      name: file.name.replace(SEALED_NAME, ''),
      mediaType: 'application/octet-stream',
      octets: content.length,
      content: new Blob([content as Uint8Array<ArrayBuffer>]),
      holdsCertificate: false,
    };
    return { file: inside, signatures };
  } catch (error) {
    if (error instanceof AppError && error.code.startsWith('vault/')) throw error;
    return undefined;
  }
}
