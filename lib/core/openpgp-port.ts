import type { EmailAddress, Fingerprint } from './brand';
import type { CertificateView, Decision } from './certificate';
import type { ErrorCode } from './error-codes';

/** A private key unlocked in memory, binary transferable secret key (RFC 9580, 10.2). Only the background holds one. */
export type SecretKeyOctets = { readonly fingerprint: Fingerprint; readonly octets: Uint8Array };

/** The octets of a certificate that will be used, and nothing else of it: binary, public only. */
export type CertificateOctets = { readonly fingerprint: Fingerprint; readonly octets: Uint8Array };

/** Certificates that can vouch for others, with what I decided about them. */
export type KnownSigner = CertificateOctets & { readonly decision: Decision | 'me' };

export type WorkOptions = {
  readonly signal?: AbortSignal;
  /** 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
};

export type VerifyOptions = {
  /** Milliseconds by which the signer's clock may be ahead of mine; 0 where it is not said. */
  readonly aheadMs?: number;
  /** Detached: one packet without armor, over the octets as they are (type 0x00); else `mail/malformed`. */
  readonly exact?: boolean;
};

export type SealRequest = {
  readonly content: Uint8Array;
  /** `text` for inline mail (literal type u, CRLF); `binary` for a MIME entity. */
  readonly literal: 'text' | 'binary';
  /** The signer's own certificate is one of them: who cannot read what they sent has lost it. */
  readonly recipients: readonly CertificateOctets[];
  readonly signer: SecretKeyOctets;
};

/** What the mathematics say of one signature; who it means is decided in lib/keyring. */
export type SignatureFact = {
  readonly outcome: 'valid' | 'invalid' | 'no-certificate';
  /** 16 hex digits. */
  readonly keyId: string;
  /** Fingerprint of the signer's primary key, where its certificate is known. */
  readonly fingerprint?: Fingerprint;
  readonly created?: number;
};

export type Opened = {
  readonly content: Uint8Array;
  readonly sealed: boolean;
  readonly signatures: readonly SignatureFact[];
};

export type SecretImport = { readonly secret: SecretKeyOctets; readonly certificate: CertificateOctets };

/** What lib/openpgp offers to the use cases. Every failure is an `AppError` (`key/*`, `mail/*`). */
export type OpenPgp = {
  /** One certificate, armored or binary. Throws `key/not-a-key`, `key/damaged`, `key/several`, `key/secret-as-public`, `key/too-large`. */
  readCertificate(octets: Uint8Array): Promise<CertificateOctets>;
  view(certificate: CertificateOctets, known: readonly KnownSigner[]): Promise<CertificateView>;
  /** New self-signatures, subkeys, certifications of a certificate already known; same fingerprint. */
  merge(before: CertificateOctets, after: CertificateOctets): Promise<CertificateOctets>;
  /** `undefined` where it can be encrypted to; else `key/expired`, `key/revoked`, `key/weak`, `key/no-encryption`, ... */
  encryptionProblem(certificate: CertificateOctets): Promise<ErrorCode | undefined>;
  makeKey(request: {
    readonly name: string;
    readonly email: EmailAddress;
    readonly version: 'v4' | 'v6';
    readonly expiresInDays?: number;
  }): Promise<SecretImport>;
  /** Armored or binary private keys. Throws `key/needs-passphrase`, `key/wrong-passphrase`, `key/public-as-secret`, ... */
  importSecret(octets: Uint8Array, passphrase: string | undefined): Promise<readonly SecretImport[]>;
  /** Armored and protected by the passphrase. */
  exportSecret(secret: SecretKeyOctets, passphrase: string): Promise<string>;
  /** Encrypt and sign; answers the armor. Never without a signer, never without recipients, always also to the signer. */
  seal(request: SealRequest, options?: WorkOptions): Promise<Uint8Array>;
  /** Decrypt and verify an armored or binary message. Throws `mail/not-for-me`, `mail/tampered`, `mail/unprotected`, `mail/bomb`, ... */
  open(
    message: Uint8Array,
    secrets: readonly SecretKeyOctets[],
    signers: readonly CertificateOctets[],
    options?: WorkOptions & VerifyOptions,
  ): Promise<Opened>;
  /** Cleartext signature framework (RFC 9580, 7): only the inner text is answered. */
  openCleartext(armored: string, signers: readonly CertificateOctets[]): Promise<Opened>;
  /** Detached signature over exactly these octets (RFC 3156, 5). */
  verifyDetached(
    content: Uint8Array,
    signature: Uint8Array,
    signers: readonly CertificateOctets[],
    options?: VerifyOptions,
  ): Promise<readonly SignatureFact[]>;
};

/** What chats in pages need beside that: messages of XMPP have no armor. */
export type OxOpenPgp = {
  /** `OpenPgp.seal` without armor. */
  sealBinary(request: SealRequest): Promise<Uint8Array>;
  /**
   * The certificate of this key with one name more, certified by itself, and everything it had; its primary name stays.
   * Throws `bus/bad-input` for a name that could not be shown as it is, `key/no-certifying`, `key/damaged`.
   */
  certifyUserId(secret: SecretKeyOctets, certificate: CertificateOctets, userId: string): Promise<CertificateOctets>;
  /** The same certificate with no other names than these. */
  keepUserIds(certificate: CertificateOctets, isKept: (userId: string) => boolean): Promise<CertificateOctets>;
};

/**
 * What the channel needs beside that. Apart from `OpenPgp`, so that nothing that seals mail can reach a message which
 * its writer cannot read.
 */
export type ChannelOpenPgp = {
  /** The same certificate without the oldest signatures by others, until it has at most so many octets or none are left. */
  fitCertificate(certificate: CertificateOctets, most: number): Promise<CertificateOctets>;
  /** Detached signature over exactly these octets (RFC 9580, type 0x00), packets without armor. Throws `key/*`. */
  signDetached(content: Uint8Array, signer: SecretKeyOctets): Promise<Uint8Array>;
  /** Binary message without armor, encrypted to this one certificate and to nobody else, signed. Throws `key/*`, `mail/quota`. */
  sealToOne(content: Uint8Array, recipient: CertificateOctets, signer: SecretKeyOctets): Promise<Uint8Array>;
};
