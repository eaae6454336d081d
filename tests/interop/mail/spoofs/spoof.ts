import type { SealedStatus, SignatureStatus } from '../../../../lib/core/reading';
import { entity, multipart, plain } from '../../../support/interop/mail/entity';
import { ALICE, EVIL, type Stage, TRUE_WORDS } from './stage';

/** One way to make words look like Alice's, and what becomes of it. */
export type Spoof = {
  readonly what: string;
  /** A status or an error code. `verified` only where Alice's own words are shown apart from everything else. */
  readonly ends: SignatureStatus | `mail/${string}`;
  readonly sealed?: SealedStatus;
  /** Read by the person who was sent a second certificate for Alice's address. */
  readonly besieged?: true;
  make(stage: Stage): Promise<Uint8Array>;
};

export const evil = plain(`${EVIL}.\n`);
export const truth = plain(TRUE_WORDS);
export const evilHtml = entity(['Content-Type: text/html; charset=utf-8'], `<p>${EVIL}</p>`);

export const head = (from: string | readonly string[] = ALICE, more: readonly string[] = []): readonly string[] => [
  ...[from].flat().map((one) => `From: ${one}`),
  'To: me@lab.test',
  'Subject: Lunch',
  ...more,
  'MIME-Version: 1.0',
];

export const mixed = (parts: readonly Uint8Array[], headers: readonly string[] = head(), type = 'multipart/mixed') =>
  multipart(type, parts, { headers, boundary: 'mixed' });

export const sealedMail = (armored: string, headers: readonly string[] = head()): Buffer =>
  multipart(
    'multipart/encrypted; protocol="application/pgp-encrypted"',
    [
      entity(['Content-Type: application/pgp-encrypted'], 'Version: 1\n'),
      entity(['Content-Type: application/octet-stream'], armored),
    ],
    { headers, boundary: 'sealed' },
  );

export const signaturePart = (armored: string): Buffer =>
  entity(['Content-Type: application/pgp-signature; name="signature.asc"'], armored);

export const signedOf = (parts: readonly Uint8Array[], headers: readonly string[] = [], boundary = 'signed'): Buffer =>
  multipart('multipart/signed; micalg=pgp-sha512; protocol="application/pgp-signature"', parts, { headers, boundary });

/** Alice's words with Alice's signature, under any header. */
export const signedByAlice = async ({ alice }: Stage, headers: readonly string[] = []): Promise<Buffer> =>
  signedOf([truth, signaturePart(await alice.detach(truth))], headers);

/** Mallory's words with Mallory's signature, under any header. */
export const signedByMallory = async ({ mallory }: Stage, headers: readonly string[] = []): Promise<Buffer> =>
  signedOf([evil, signaturePart(await mallory.detach(evil))], headers);

export const inline = (text: string, headers = head(), type = 'text/plain; charset=utf-8'): Buffer =>
  entity([...headers, `Content-Type: ${type}`, 'Content-Transfer-Encoding: 8bit'], text);
