import type { EmailAddress, Fingerprint } from './brand';
import type { ErrorCode } from './error-codes';

/** The truth about a signature, as a value. Only `verified` may be green. */
export type SignatureStatus =
  | 'verified'
  | 'in-use'
  | 'undecided'
  | 'refused'
  | 'other-address'
  | 'unknown-key'
  | 'invalid'
  | 'none';

export type SignatureTruth = {
  readonly status: SignatureStatus;
  /** Name certified on the signer's certificate for the From address; absent where none is. */
  readonly signerName?: string;
  /** The address the signer's certificate certifies. */
  readonly signerEmail?: EmailAddress;
  readonly fingerprint?: Fingerprint;
  /** 16 hex digits, all there is of an unknown signer. */
  readonly keyId?: string;
  readonly signedAt?: number;
};

/** `partial`: only a part of what the mail holds is inside the cryptographic envelope. */
export type SealedStatus = 'sealed' | 'partial' | 'not-sealed';

export type ReadingAttachment = {
  readonly name: string;
  readonly mediaType: string;
  readonly octets: number;
  readonly content: Blob;
  /** Content-ID without brackets, for images inside HTML. */
  readonly contentId?: string;
  /** A certificate inside it that can be looked at (never taken silently). */
  readonly holdsCertificate: boolean;
};

/** What our reader frame draws: plaintext, so it goes to a frame or window and never to a page. */
export type Reading = {
  readonly sealed: SealedStatus;
  readonly signature: SignatureTruth;
  /** Protected header fields (RFC 9788), only what was inside the envelope. */
  readonly protectedHeaders: {
    readonly subject?: string;
    readonly from?: string;
    readonly to?: string;
    readonly cc?: string;
    readonly date?: string;
  };
  /** From as the outside shows it: what the signature is held against. */
  readonly from?: EmailAddress;
  readonly text?: string;
  /** Raw HTML as received: the frame sanitises it before it is drawn. */
  readonly html?: string;
  readonly attachments: readonly ReadingAttachment[];
  /** Text around the envelope which nothing protects, shown apart and named so. */
  readonly outsideText?: string;
};

export type ReadingOutcome =
  | { readonly ok: true; readonly reading: Reading }
  | { readonly ok: false; readonly code: ErrorCode };
