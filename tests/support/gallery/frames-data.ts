import type { BarState, ComposerOpening, ReaderOpening } from '../../../lib/bus/views';
import type { DraftId, EmailAddress, Fingerprint, TicketId } from '../../../lib/core/brand';
import type { AddressState } from '../../../lib/core/certificate';
import type { Draft, RecipientState } from '../../../lib/core/compose';
import type { Reading, ReadingAttachment } from '../../../lib/core/reading';

/** Invented people and messages for the pictures of our frames. */
export const FINGERPRINT = 'c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00' as Fingerprint;
export const SCENE_TICKET = '0'.repeat(32) as TicketId;
const address = (name: string) => `${name}@example.org` as EmailAddress;

const file = (name: string, mediaType: string, content: BlobPart, holdsCertificate = false): ReadingAttachment => {
  const blob = new Blob([content], { type: mediaType });
  return { name, mediaType, octets: blob.size, content: blob, holdsCertificate };
};

/** A whole small PDF, so that its preview can be looked at too. */
const PDF = [
  '%PDF-1.4',
  '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj',
  '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj',
  '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj',
  '4 0 obj<</Length 48>>stream',
  'BT /F1 24 Tf 20 100 Td (PDF preview works) Tj ET',
  'endstreamendobj',
  'xref',
  '0 5',
  '0000000000 65535 f ',
  '0000000009 00000 n ',
  '0000000052 00000 n ',
  '0000000101 00000 n ',
  '0000000252 00000 n ',
  'trailer<</Size 5/Root 1 0 R>>',
  'startxref',
  '345',
  '%%EOF',
].join('\n');

const TEXT = `Dear Anna,

the draft of the contract is attached. I changed the second paragraph, as we said on the phone; the rest stands. The old version is still at https://example.org/contracts/2026/11 if you want to compare them.

Could you look at it before Thursday? After that I am on the train and cannot be reached.

Bob`;

export const reading = (change: Partial<Reading> = {}): Reading => ({
  sealed: 'sealed',
  signature: { status: 'verified', signerName: 'Bob Bell', signerEmail: address('bob'), fingerprint: FINGERPRINT },
  protectedHeaders: {
    subject: 'The contract, second draft',
    from: 'Bob Bell <bob@example.org>',
    to: 'Anna Berg <anna@example.org>',
    date: 'Thu, 19 Nov 2026 16:40:02 +0100',
  },
  from: address('bob'),
  text: TEXT,
  attachments: [],
  ...change,
});

export const message = (change: Partial<Reading> = {}): ReaderOpening => ({
  kind: 'message',
  outcome: { ok: true, reading: reading(change) },
});

export const FILES = [
  file('contract-2.pdf', 'application/pdf', PDF),
  file('notes.txt', 'text/plain', 'Second paragraph: thirty days, not fourteen.\nThird: unchanged.\n'),
  file('carol.asc', 'application/pgp-keys', '-----BEGIN PGP PUBLIC KEY BLOCK-----', true),
  file(
    'a-very-long-name-that-somebody-gave-to-a-picture-of-the-signed-last-page-of-the-contract.zip',
    'application/zip',
    'x'.repeat(2_400_000),
  ),
];

export const HTML = `<h2>Second draft</h2><p>Dear Anna, the <b>contract</b> is attached.</p>
<table border="1"><tr><td>Term</td><td>thirty days</td></tr></table>
<img src="https://tracker.example/p.png"><img src="https://tracker.example/q.png"><p><a href="https://example.org/">The old version</a></p>`;

export const RTL_TEXT = `שלום אנה,

טיוטת החוזה מצורפת. שיניתי את הפסקה השנייה.

להתראות, בוב`;

const recipient = (name: string, state: AddressState): RecipientState => ({
  address: address(name),
  state,
  name,
  ...(state === 'none' ? {} : { fingerprint: FINGERPRINT }),
});

export const draft = (change: Partial<Draft> = {}): Draft => ({
  id: 'd'.repeat(32) as DraftId,
  origin: 'https://mail.example.org',
  from: address('anna'),
  to: [address('bob')],
  cc: [],
  bcc: [],
  subject: 'Re: The contract, second draft',
  text: `Thank you, I will look at it tonight.\n\nAnna\n\n\nBob Bell <bob@example.org> wrote:\n> Could you look at it before Thursday?\n`,
  attachments: [],
  format: 'pgp-mime',
  changedAt: Date.UTC(2026, 10, 20, 9, 30),
  copiesSent: [],
  ...change,
});

export const opening = (change: Partial<ComposerOpening> = {}): ComposerOpening => ({
  draft: draft(),
  phrase: 'nine blue herons',
  recipients: [recipient('bob', 'verified')],
  unsent: [],
  formats: ['pgp-mime'],
  canSign: true,
  ...change,
});

export const EVERYONE: readonly RecipientState[] = [
  recipient('bob', 'verified'),
  recipient('carol', 'in-use'),
  recipient('dave', 'undecided'),
  recipient('eve', 'changed'),
  recipient('frank', 'refused'),
  recipient('grace', 'none'),
  recipient('heidi', 'unusable'),
  recipient('anna', 'mine'),
];

export const DRAFT_FILES = [
  { name: 'contract-2-signed.pdf', mediaType: 'application/pdf', content: new Blob(['x'.repeat(5_100_000)]) },
  { name: 'page.png', mediaType: 'image/png', content: new Blob(['x'.repeat(230_000)]) },
];

export const UNSENT = [
  {
    id: 'e'.repeat(32) as DraftId,
    origin: 'https://mail.example.org',
    to: ['carol@example.org'],
    subject: 'Tickets for Saturday',
    changedAt: Date.UTC(2026, 10, 18, 20, 15),
  },
];

export const bar = (change: Partial<BarState> = {}): BarState => ({
  phase: 'ready',
  draftsWaiting: 0,
  attention: 0,
  ...change,
});
