import type { DraftId, EmailAddress, Fingerprint } from './brand';
import type { AddressState } from './certificate';

export type ComposeAttachment = {
  readonly name: string;
  readonly mediaType: string;
  readonly content: Blob;
};

/** How the message leaves: real PGP/MIME (RFC 3156), or armor in the page's text box. */
export type MailFormat = 'pgp-mime' | 'inline';

/** What the composer holds. Plaintext: only in our frame, in the background, or sealed on disk. */
export type Draft = {
  readonly id: DraftId;
  /** Site the draft was begun on. */
  readonly origin: string;
  readonly from?: EmailAddress;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly attachments: readonly ComposeAttachment[];
  readonly format: MailFormat;
  /** Message-ID of the mail that is answered. */
  readonly inReplyTo?: string;
  readonly changedAt: number;
  /** Addresses of hidden copies that already went out, so that a retry does not send them twice. */
  readonly copiesSent: readonly EmailAddress[];
};

/** What the composer shows beside an address. */
export type RecipientState = {
  readonly address: EmailAddress;
  readonly state: AddressState;
  readonly name?: string;
  readonly fingerprint?: Fingerprint;
};

/** What the page tells of its compose form when the person presses our button: never secret. */
export type PageCompose = {
  readonly origin: string;
  readonly from?: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly subject: string;
  /** The page's own text, which it knows already. */
  readonly text: string;
  readonly inReplyTo?: string;
  readonly formats: readonly MailFormat[];
};

/** One envelope that the page is asked to send: only ciphertext and addresses. */
export type OutgoingEnvelope = {
  readonly kind: 'message' | 'hidden-copy';
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  /** Always `...` where the real subject is protected. */
  readonly subject: string;
  readonly format: MailFormat;
  /** The armor. */
  readonly armored: Blob;
};
