import type { ReadingAttachment } from './reading';

/** A mail before it is sealed: the MIME entity that goes into the envelope. */
export type MimeDraft = {
  readonly from: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly subject: string;
  readonly date: Date;
  readonly messageId?: string;
  readonly inReplyTo?: string;
  readonly text: string;
  readonly attachments: ReadonlyArray<{
    readonly name: string;
    readonly mediaType: string;
    readonly content: Uint8Array;
  }>;
};

/** The outermost cryptographic layer of a mail as it stands on the wire. */
export type Envelope =
  | { readonly kind: 'pgp-mime-encrypted'; readonly ciphertext: Uint8Array; readonly outsideText?: string }
  /** `signedPart` holds exactly the octets that were signed. */
  | {
      readonly kind: 'pgp-mime-signed';
      readonly signedPart: Uint8Array;
      readonly signature: Uint8Array;
      readonly outsideText?: string;
    }
  /** PGP/MIME that a gateway turned into attachments (`version.txt`, `encrypted.asc`). */
  | { readonly kind: 'broken-pgp-mime'; readonly ciphertext: Uint8Array; readonly outsideText?: string }
  | {
      readonly kind: 'inline-encrypted';
      readonly armored: string;
      readonly outsideText?: string;
      readonly attachments: readonly ReadingAttachment[];
    }
  | {
      readonly kind: 'inline-signed';
      readonly armored: string;
      readonly outsideText?: string;
      readonly attachments: readonly ReadingAttachment[];
    }
  | { readonly kind: 'plain'; readonly body: MimeBody };

export type OuterHeaders = {
  /** Every address in every From field. */
  readonly from: readonly string[];
  readonly sender?: string;
  readonly to?: string;
  readonly cc?: string;
  readonly subject?: string;
  readonly date?: string;
  readonly messageId?: string;
};

/** What is inside one entity, decoded. */
export type MimeBody = {
  /** Header fields of the entity that carries protected headers (RFC 9788), else empty. */
  readonly protectedHeaders: {
    readonly subject?: string;
    readonly from?: string;
    readonly to?: string;
    readonly cc?: string;
    readonly date?: string;
    readonly messageId?: string;
  };
  readonly text?: string;
  readonly html?: string;
  readonly attachments: readonly ReadingAttachment[];
};

/** What lib/mime offers to the use cases. Never throws on broken input but `AppError('mail/malformed')` past the limits. */
export type Mime = {
  /** The entity to seal: protected headers (RFC 9788, `hp="cipher"`), text, attachments. CRLF, 7 bit. */
  build(draft: MimeDraft): Uint8Array;
  /** The outermost envelope of a whole mail (RFC 5322 octets). */
  findEnvelope(mail: Uint8Array): { readonly headers: OuterHeaders; readonly envelope: Envelope };
  /** Every address of a header field's value, lower case, without names; broken ones are left out. */
  addresses(field: string): readonly string[];
  /** What a decrypted or signed entity holds. */
  readBody(entity: Uint8Array): MimeBody;
};
