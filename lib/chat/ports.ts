import type { SubmitOutcome } from '../bus/views';
import type { CertificatePort, IntroducerPort } from '../channel/ports';
import type { Fingerprint } from '../core/brand';
import type { CallOrigin } from '../core/call-lines';
import type { CertificateView, Decision, Evidence } from '../core/certificate';
import type { ConversationId } from '../core/chat';
import type { CertificateOctets } from '../core/openpgp-port';
import type { Settings } from '../core/settings';
import type { CallMessage } from '../core/wire/call-message';
import type { RelayAccounts, RelayLink, SealedFileTransport } from '../net/contract';
import type { ChatRows, FileRows, RelayAccountRows } from './rows';

/** Other people's certificates and mine, as chat needs them: fulfilled by lib/keyring. */
export type ChatCertificates = CertificatePort &
  IntroducerPort & {
    /** Mine, that names my device. Throws `chat/no-key`. */
    ownForChat(): Promise<CertificateOctets>;
    decisionOn(fingerprint: Fingerprint): Promise<Decision | 'mine' | 'unknown'>;
    submit(octets: Uint8Array, evidence: Evidence): Promise<SubmitOutcome>;
    decide(fingerprint: Fingerprint, decision: Decision): Promise<unknown>;
    /** `undefined` where it is not here. */
    view(fingerprint: Fingerprint): Promise<CertificateView | undefined>;
  };

/** What a person is told outside of our windows. */
export type Notice = {
  /** Not known of what came while keys are locked. */
  readonly conversation?: ConversationId;
  readonly kind: 'message' | 'request' | 'no-trace' | 'changed' | 'sealed';
  readonly name: string;
  readonly preview: string;
};

export type ChatPorts = {
  readonly rows: ChatRows;
  readonly files: FileRows;
  readonly accounts: RelayAccountRows;
  readonly link: RelayLink;
  readonly relayAccounts: RelayAccounts;
  readonly transport: SealedFileTransport;
  readonly vault: {
    seal(octets: Uint8Array, context: string): Promise<Uint8Array>;
    open(sealed: Uint8Array, context: string): Promise<Uint8Array>;
    state(): Promise<{ readonly phase: 'absent' | 'locked' | 'unlocked' }>;
  };
  readonly certificates: ChatCertificates;
  readonly settings: () => Promise<Settings>;
  readonly now: () => number;
  readonly random: (octets: number) => Uint8Array;
  /** Something of chat changed: windows ask again. `no-trace` alone for conversations without trace. */
  readonly announce: (event: 'chat' | 'relay' | 'no-trace' | 'contacts') => void;
  readonly notify: (notice: Notice) => void;
  /**
   * A message about a call came in an open channel. `at`: when the relay took it. Throws nothing. The next one comes
   * when this one is done with, and the same one again only where the background died before it was.
   */
  readonly onCall: (from: CallOrigin, message: CallMessage, at: number | undefined) => void | Promise<void>;
  /** Wakes `onTime` at about this moment, even if the background dies; the earliest wins. */
  readonly wakeAt: (at: number) => void;
  readonly onFailure: (error: unknown) => void;
};
