import type { DraftId, EmailAddress, Fingerprint, Origin, TicketId } from '../core/brand';
import type { CertificateView, Decision, Evidence } from '../core/certificate';
import type { ChatGlance } from '../core/chat-glance';
import type { Draft, RecipientState } from '../core/compose';
import type { ErrorCode } from '../core/error-codes';
import type { CallGlance } from '../core/page-call-words';
import type { ReadingOutcome } from '../core/reading';
import type { SitePurpose } from '../core/site-state';
import type { VaultState } from '../core/vault-state';

/** What commands answer, where it is not a core type by itself. */

export type OwnKey = {
  readonly fingerprint: Fingerprint;
  readonly view: CertificateView;
  readonly createdHere: number;
  /** The one that signs where several certify the From address. */
  readonly preferred: boolean;
};

export type Contact = {
  readonly fingerprint: Fingerprint;
  readonly view: CertificateView;
  readonly decision: Decision;
  readonly decidedAt?: number;
  readonly evidence: readonly Evidence[];
  /** Addresses this certificate is used for, or asks to be used for. */
  readonly addresses: readonly EmailAddress[];
};

/** What changed since the certificate that was in use for an address. */
export type CertificateChange = {
  readonly address: EmailAddress;
  readonly before: CertificateView;
  readonly beforeDecision: Decision;
};

export type AutomaticCheck = {
  /** `pass`, `attention` (a person must look), `stop` (cannot be used). */
  readonly outcome: 'pass' | 'attention' | 'stop';
  readonly findings: ReadonlyArray<{ readonly level: 'pass' | 'attention' | 'stop'; readonly finding: Finding }>;
};

export type Finding =
  | 'self-signatures-valid'
  | 'not-expired'
  | 'expired'
  | 'revoked'
  | 'strong-algorithm'
  | 'weak-algorithm'
  | 'can-encrypt'
  | 'cannot-encrypt'
  | 'address-matches'
  | 'address-missing'
  | 'signed-by-verified'
  | 'signed-by-nobody-known'
  | 'certificate-changed'
  | 'no-user-id'
  | 'damaged';

/** Everything the certificate window shows about one certificate: theirs and, beside it, mine. */
export type CertificateReport = {
  readonly contact: Contact;
  readonly check: AutomaticCheck;
  readonly changes: readonly CertificateChange[];
  /** My own certificate, which the other person looks at in the same way. */
  readonly mine?: CertificateView;
};

export type SubmitOutcome =
  | { readonly ok: true; readonly fingerprint: Fingerprint; readonly news: 'new' | 'known' | 'updated' | 'changed' }
  | { readonly ok: false; readonly code: ErrorCode };

export type DraftSummary = {
  readonly id: DraftId;
  readonly origin: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly changedAt: number;
};

export type ComposerOpening = {
  readonly draft: Draft;
  readonly phrase: string;
  readonly recipients: readonly RecipientState[];
  readonly unsent: readonly DraftSummary[];
  readonly formats: readonly Draft['format'][];
  /** False where no key of mine signs for the From address: sending is not possible yet. */
  readonly canSign: boolean;
};

export type ReaderOpening =
  | { readonly kind: 'message'; readonly outcome: ReadingOutcome }
  | {
      readonly kind: 'certificate';
      readonly outcome:
        | {
            readonly ok: true;
            readonly fingerprint: Fingerprint;
            readonly name: string;
            readonly email?: EmailAddress;
            readonly decision: Decision | 'unknown' | 'mine';
          }
        | { readonly ok: false; readonly code: ErrorCode };
    };

export type ReplyMode = 'reply' | 'reply-all' | 'forward';

export type SendProgress = { readonly step: 'sealing' | 'placing' | 'sending'; readonly fraction: number };

/** The page's protection in words: the status bar. No list of people, no addresses. */
export type BarState = {
  readonly phase: 'absent' | 'no-key' | 'locked' | 'ready';
  readonly draftsWaiting: number;
  readonly attention: number;
  /** Where there is an account at a relay. */
  readonly chat?: ChatGlance;
  /** On a site that is used for chat: how words go out in the conversation that is open, without whom it is with. */
  readonly talk?: TalkGlance;
  /** On a site that is used for calls: how its call is protected, without with whom. */
  readonly call?: CallGlance;
};

/** `none`: they do not yet. Nothing of a conversation without trace is told. */
export type TalkGlance = {
  readonly way: 'channel' | 'openpgp' | 'none';
  readonly isVerified: boolean;
  /** The last words of the page could not be sealed, and did not go out. */
  readonly notSent?: true;
};

/** What a content script learns at its start: nothing about people or keys. */
export type PageHello = {
  readonly vault: VaultState['phase'];
  /** Open the composer at once with this draft (after reply, or "continue" from our window). */
  readonly resume?: DraftId;
};

export type TicketGrant = { readonly ticket: TicketId; readonly url: string };

export type LogLine = { readonly at: number; readonly code: ErrorCode; readonly where: string; readonly count: number };

export type SiteRow = { readonly origin: Origin; readonly grantedAt: number } & SitePurpose;
