import { AppError } from '../core/errors';
import type { Envelope, MimeBody } from '../core/mime-port';
import type { Opened, WorkOptions } from '../core/openpgp-port';
import { toEmailAddress } from '../core/parse';
import type { Reading, SealedStatus } from '../core/reading';
import { armoredText } from './armored-text';
import { inlineFiles } from './inline-files';
import type { ReadMailPorts } from './ports';
import { openSealedAttachments } from './sealed-attachments';

export type MailSource = {
  /** `mime`: a whole mail (RFC 5322). `armor`: the armored block that stood in the page. */
  readonly whole: 'mime' | 'armor';
  readonly octets: Uint8Array;
  /** From as the page shows it; a whole mail tells it itself. */
  readonly from?: string | undefined;
};

/** What one cryptographic layer turned out to hold. */
type Layer = {
  readonly opened: Opened;
  readonly body: MimeBody;
  readonly partial: boolean;
  readonly outsideText?: string | undefined;
};

const utf8 = (octets: Uint8Array): string => new TextDecoder().decode(octets).replaceAll('\r\n', '\n');

const textBody = (text: string, attachments: MimeBody['attachments'] = []): MimeBody => ({
  protectedHeaders: {},
  text,
  attachments,
});

const nothingOpened: Opened = { content: new Uint8Array(), sealed: false, signatures: [] };

/**
 * Opens a mail by its outermost cryptographic envelope alone (RFC 9787, 4.1): that one decides every status.
 * Fails with `mail/*`, `vault/locked`.
 */
export async function readMail(source: MailSource, ports: ReadMailPorts, options: WorkOptions = {}): Promise<Reading> {
  if (source.whole === 'armor') {
    const layer = await openArmor(utf8(source.octets), [], undefined, ports, options);
    return describe(layer, source.from === undefined ? [] : [source.from], ports);
  }
  const { headers, envelope } = ports.mime.findEnvelope(source.octets);
  const layer = await openEnvelope(envelope, ports, options);
  return describe(layer, headers.from, ports);
}

/** My keys are open for just as long as the message is being opened. */
export async function openMessage(message: Uint8Array, ports: ReadMailPorts, options: WorkOptions): Promise<Opened> {
  using secrets = await ports.secrets();
  return await ports.pgp.open(message, secrets, await ports.signers(), options);
}

async function openEnvelope(envelope: Envelope, ports: ReadMailPorts, options: WorkOptions): Promise<Layer> {
  switch (envelope.kind) {
    case 'pgp-mime-encrypted':
    case 'broken-pgp-mime': {
      const opened = await openMessage(envelope.ciphertext, ports, options);
      const partial = envelope.outsideText !== undefined;
      return { ...(await readInside(opened, ports)), partial, outsideText: envelope.outsideText };
    }
    case 'pgp-mime-signed': {
      const opened = await openSigned(envelope.signedPart, envelope.signature, false, ports);
      const body = ports.mime.readBody(envelope.signedPart);
      return { opened, body, partial: false, outsideText: envelope.outsideText };
    }
    case 'inline-encrypted':
    case 'inline-signed':
      return openArmor(envelope.armored, envelope.attachments, envelope.outsideText, ports, options);
    case 'plain': {
      const { attachments, opened } = await openSealedAttachments(envelope.body.attachments, ports, options);
      return { opened: nothingOpened, body: { ...envelope.body, attachments }, partial: opened.length > 0 };
    }
  }
}

/** Sign-then-encrypt in two MIME layers (RFC 3156, 6.1) is one envelope to a reader. */
async function readInside(opened: Opened, ports: ReadMailPorts): Promise<Pick<Layer, 'opened' | 'body'>> {
  const inner = opened.signatures.length === 0 ? ports.mime.findEnvelope(opened.content).envelope : undefined;
  // Words that stand beside the signed part are sealed too: then all of it is shown, and none of it as signed.
  if (inner?.kind !== 'pgp-mime-signed' || inner.outsideText !== undefined)
    return { opened, body: ports.mime.readBody(opened.content) };
  const signed = await openSigned(inner.signedPart, inner.signature, opened.sealed, ports);
  return { opened: signed, body: ports.mime.readBody(inner.signedPart) };
}

async function openSigned(
  part: Uint8Array,
  signature: Uint8Array,
  sealed: boolean,
  ports: ReadMailPorts,
): Promise<Opened> {
  const signatures = await ports.pgp.verifyDetached(part, signature, await ports.signers());
  return { content: part, sealed, signatures };
}

async function openArmor(
  armored: string,
  files: MimeBody['attachments'],
  outsideText: string | undefined,
  ports: ReadMailPorts,
  options: WorkOptions,
): Promise<Layer> {
  const cleartext = armored.includes('-----BEGIN PGP SIGNED MESSAGE-----');
  const opened = cleartext
    ? await ports.pgp.openCleartext(armored, await ports.signers())
    : await openMessage(new TextEncoder().encode(armored), ports, options);
  const opening = await openSealedAttachments(files, ports, options);
  const { attachments, ...around } = inlineFiles(opened, opening, outsideText);
  const text = cleartext ? utf8(opened.content) : armoredText(armored, opened.content, ports.mime);
  return { opened, body: textBody(text, attachments), ...around };
}

async function describe(layer: Layer, outerFrom: readonly string[], ports: ReadMailPorts): Promise<Reading> {
  const { opened, body, partial, outsideText } = layer;
  const from = namedSenders(outerFrom, body.protectedHeaders.from, ports);
  const { messageId: _unused, ...protectedHeaders } = body.protectedHeaders;
  const single = from.length === 1 && from[0] !== undefined ? toEmailAddress(from[0]) : undefined;
  return {
    sealed: sealedStatus(opened.sealed, partial),
    signature: await ports.judge(opened.signatures, from),
    protectedHeaders: opened.sealed || opened.signatures.length > 0 ? protectedHeaders : {},
    ...(single === undefined ? {} : { from: single }),
    ...(body.text === undefined ? {} : { text: body.text }),
    ...(body.html === undefined ? {} : { html: body.html }),
    attachments: body.attachments,
    ...(outsideText === undefined ? {} : { outsideText }),
  };
}

const sealedStatus = (sealed: boolean, partial: boolean): SealedStatus => {
  if (partial) return 'partial';
  return sealed ? 'sealed' : 'not-sealed';
};

/** A protected From that differs from the outer one makes two senders, and two are never verified. */
function namedSenders(outer: readonly string[], inner: string | undefined, ports: ReadMailPorts): readonly string[] {
  if (inner === undefined) return outer;
  const named = ports.mime.addresses(inner);
  return [...new Set([...outer, ...named].map((address) => address.trim().toLowerCase()))];
}

/** Fails with `mail/source-unavailable` where a blob cannot be read. */
export async function readSource(blob: Blob): Promise<Uint8Array> {
  try {
    return new Uint8Array(await blob.arrayBuffer());
  } catch (cause) {
    throw new AppError('mail/source-unavailable', { cause });
  }
}
