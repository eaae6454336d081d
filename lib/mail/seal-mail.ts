import type { EmailAddress } from '../core/brand';
import type { Draft, OutgoingEnvelope } from '../core/compose';
import { AppError } from '../core/errors';
import { LIMITS } from '../core/limits';
import type { CertificateOctets, WorkOptions } from '../core/openpgp-port';
import { toEmailAddress } from '../core/parse';
import type { SealMailPorts, Signer } from './ports';

/** Stands outside in the place of the subject (RFC 9788, 3.2: `[...]` or `...`). */
const OUTER_SUBJECT = '...';

export type SealedMail = {
  /** One envelope for each hidden recipient that has none yet: nobody else can tell that it exists. */
  readonly hiddenCopies: ReadonlyArray<{ readonly address: EmailAddress; readonly envelope: OutgoingEnvelope }>;
  readonly message: OutgoingEnvelope;
};

type Recipients = { readonly visible: readonly EmailAddress[]; readonly hidden: readonly EmailAddress[] };

/**
 * Encrypts and signs a draft, always also to its writer.
 * Fails closed before anything is sealed: `mail/no-recipient`, `mail/bad-address`, `mail/nothing-to-send`,
 * `mail/quota`, `mail/inline-files`, `contact/*`, `key/*`, `vault/locked`.
 */
export async function sealMail(draft: Draft, ports: SealMailPorts, options: WorkOptions = {}): Promise<SealedMail> {
  checkContent(draft);
  const { visible, hidden } = checkRecipients(draft);
  using signer = await ports.signerFor(draft.from);
  const certificates = new Map<EmailAddress, CertificateOctets>();
  for (const address of [...visible, ...hidden]) certificates.set(address, await ports.certificateFor(address));
  const content = await buildContent(draft, signer, ports);
  const seal = async (to: readonly EmailAddress[]) => {
    const recipients = distinct([...to.flatMap((address) => certificates.get(address) ?? []), signer.certificate]);
    const literal = draft.format === 'inline' ? 'text' : 'binary';
    const armored = await ports.pgp.seal({ content, literal, recipients, signer: signer.secret }, options);
    return new Blob([armored as Uint8Array<ArrayBuffer>], { type: 'text/plain' });
  };
  const outside = { subject: OUTER_SUBJECT, format: draft.format };
  // Where nobody is named openly, the last hidden recipient's envelope is the message itself.
  const alone = visible.length === 0 ? hidden.at(-1) : undefined;
  const hiddenCopies: SealedMail['hiddenCopies'][number][] = [];
  for (const address of hidden) {
    if (address === alone || draft.copiesSent.includes(address)) continue;
    const armored = await seal([address]);
    hiddenCopies.push({
      address,
      envelope: { kind: 'hidden-copy', to: [], cc: [], bcc: [address], ...outside, armored },
    });
  }
  const message: OutgoingEnvelope = {
    kind: 'message',
    to: draft.to,
    cc: draft.cc,
    bcc: alone === undefined ? [] : [alone],
    ...outside,
    armored: await seal(alone === undefined ? visible : [alone]),
  };
  return { hiddenCopies, message };
}

function checkContent(draft: Draft): void {
  if (draft.text.trim() === '' && draft.attachments.length === 0) throw new AppError('mail/nothing-to-send');
  const octets = draft.attachments.reduce((sum, file) => sum + file.content.size, draft.text.length);
  if (octets > LIMITS.mailOctets) throw new AppError('mail/quota');
  if (draft.format === 'inline' && draft.attachments.length > 0) throw new AppError('mail/inline-files');
}

function checkRecipients(draft: Draft): Recipients {
  const parse = (list: readonly string[]) =>
    list.map((text) => {
      const address = toEmailAddress(text);
      if (address === undefined) throw new AppError('mail/bad-address');
      return address;
    });
  const visible = [...new Set([...parse(draft.to), ...parse(draft.cc)])];
  const hidden = [...new Set(parse(draft.bcc))].filter((address) => !visible.includes(address));
  if (visible.length + hidden.length === 0) throw new AppError('mail/no-recipient');
  return { visible, hidden };
}

async function buildContent(draft: Draft, signer: Signer, ports: SealMailPorts): Promise<Uint8Array> {
  if (draft.format === 'inline') return new TextEncoder().encode(draft.text);
  const attachments = await Promise.all(
    draft.attachments.map(async ({ name, mediaType, content }) => ({
      name,
      mediaType,
      content: new Uint8Array(await content.arrayBuffer()),
    })),
  );
  return ports.mime.build({
    from: signer.name === '' ? signer.address : `${quoteName(signer.name)} <${signer.address}>`,
    to: draft.to,
    cc: draft.cc,
    subject: draft.subject,
    date: new Date(ports.now()),
    ...(draft.inReplyTo === undefined ? {} : { inReplyTo: draft.inReplyTo }),
    text: draft.text,
    attachments,
  });
}

/** A display name as a quoted string (RFC 5322, 3.2.4). */
const quoteName = (name: string): string => `"${name.replaceAll(/[\r\n]/g, ' ').replaceAll(/["\\]/g, '\\$&')}"`;

const distinct = (certificates: readonly CertificateOctets[]): readonly CertificateOctets[] => [
  ...new Map(certificates.map((certificate) => [certificate.fingerprint, certificate])).values(),
];
