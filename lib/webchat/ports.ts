import type { ChatCertificates } from '../chat/ports';
import type { Fingerprint } from '../core/brand';
import type { CertificateView, Evidence } from '../core/certificate';
import type { CertificateOctets } from '../core/openpgp-port';
import type { TalkPeer } from '../core/webchat';
import type { Place } from './contract';
import type { TalkRows } from './rows';

/** OpenPGP for XMPP over the stored certificates and the decisions about them: fulfilled by lib/keyring. */
export type OxCertificates = {
  /**
   * Mine with the user id `xmpp:` and this account (bare, as parsed), and with no other account of XMPP. Throws
   * `chat/no-key`, `key/no-certifying`, `bus/bad-input`, `vault/locked`.
   */
  ownForAccount(account: string): Promise<CertificateOctets>;
  /** Binary OpenPGP message, encrypted to this certificate and to mine, signed by mine. Throws as `CertificatePort.sealTo`. */
  sealOx(content: Uint8Array, to: Fingerprint): Promise<Uint8Array>;
  /**
   * `signer`: of the one valid signature, where its certificate is here; whether it may be named is the caller's.
   * Throws `mail/*` for what does not open, `webchat/sender` for any other signature than exactly one, `key/*` for a
   * signer whose certificate is revoked or weak, `chat/no-key`, `vault/locked`.
   */
  openOx(message: Uint8Array): Promise<{ readonly content: Uint8Array; readonly signer?: Fingerprint }>;
  /** A certificate as it came, which is not stored: `undefined` where it is none, or not one alone. */
  lookAt(octets: Uint8Array): Promise<CertificateView | undefined>;
};

export type WebchatPorts = {
  readonly rows: TalkRows;
  readonly vault: {
    seal(octets: Uint8Array, context: string): Promise<Uint8Array>;
    open(sealed: Uint8Array, context: string): Promise<Uint8Array>;
    state(): Promise<{ readonly phase: 'absent' | 'locked' | 'unlocked' }>;
  };
  readonly certificates: ChatCertificates &
    OxCertificates & {
      /** Everybody whose certificate is in use or verified. */
      people(): Promise<readonly TalkPeer[]>;
      /**
       * A certificate to be looked at, not used: session memory until the person opens its window. Answers whom it names,
       * and what was decided about it, also where it is stored already.
       */
      offer(octets: Uint8Array, evidence: Evidence): Promise<TalkPeer>;
    };
  /** The script of the page that this place is open in; `webchat/page-closed` where there is none. */
  readonly page: {
    deliver(place: Place, what: { readonly octets: Uint8Array } | { readonly text: string }): Promise<void>;
    publish(place: Place, certificate: CertificateOctets): Promise<void>;
    findKeys(place: Place, address: string): Promise<void>;
  };
  readonly now: () => number;
  readonly random: (octets: number) => Uint8Array;
  /** Boxes, lines and windows ask again. */
  readonly announce: (event: 'webchat' | 'contacts' | 'keys') => void;
  readonly onFailure: (error: unknown) => void;
};
