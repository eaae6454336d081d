import type { EmailAddress, Fingerprint } from './brand';

/** One name on a certificate, as its owner wrote it and as it may be shown. */
export type UserId = {
  /** The whole user id, control and bidi characters neutralised. */
  readonly text: string;
  readonly name: string;
  readonly email?: EmailAddress;
  readonly state: 'valid' | 'revoked' | 'expired' | 'invalid';
};

/** A certification by somebody on one of the user ids (RFC 9580, 5.2.1, types 0x10 to 0x13). */
export type Certification = {
  readonly userId: string;
  /** Signer's key id, 16 hex digits; the whole fingerprint where the signature tells it. */
  readonly signerId: string;
  /** Name of the signer where I have the signer's certificate. */
  readonly signerName?: string;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly state: 'self' | 'verified' | 'invalid' | 'signer-unknown' | 'revoked' | 'expired';
  /** My own decision about the signer, if I have the signer's certificate. */
  readonly signerDecision?: Decision | 'me';
};

export type KeyAlgorithm = {
  /** For example `Ed25519`, `RSA`, `NIST P-256`. */
  readonly name: string;
  /** Bits of an RSA, DSA or ElGamal key; absent for curves. */
  readonly bits?: number;
};

export type Subkey = {
  readonly fingerprint: Fingerprint;
  readonly algorithm: KeyAlgorithm;
  readonly usage: ReadonlyArray<'sign' | 'encrypt' | 'certify' | 'authenticate'>;
  readonly created: number;
  readonly expires?: number;
  readonly state: 'valid' | 'revoked' | 'expired' | 'weak' | 'invalid';
};

/** Why a certificate cannot be encrypted to; `ok` where it can. */
export type CertificateHealth = 'ok' | 'expired' | 'revoked' | 'weak' | 'no-encryption' | 'no-user-id' | 'damaged';

/** Everything the certificate window shows, computed by lib/openpgp from the octets that will be used. */
export type CertificateView = {
  readonly fingerprint: Fingerprint;
  readonly version: 4 | 6;
  readonly algorithm: KeyAlgorithm;
  readonly created: number;
  readonly expires?: number;
  readonly health: CertificateHealth;
  /** Primary user id first. */
  readonly userIds: readonly UserId[];
  readonly subkeys: readonly Subkey[];
  readonly certifications: readonly Certification[];
  /** The public octets, armored, without anything private. */
  readonly armored: string;
};

/** A person's four decisions about a certificate. */
export const DECISIONS = ['verified', 'in-use', 'refused', 'later'] as const;
export type Decision = (typeof DECISIONS)[number];

/** Where a certificate came from: the evidence beside the decision. */
export type Evidence = {
  readonly source: 'paste' | 'file' | 'mail-attachment' | 'page' | 'autocrypt' | 'relay' | 'xmpp-account' | 'own';
  /** The site, the file's name, the From address of the mail, the user id at the relay or the JID that brought it. */
  readonly detail?: string;
  /** From address of the mail, if a mail brought it: the key counts for that address only. */
  readonly from?: EmailAddress;
  readonly at: number;
};

/** The state of an address, as the composer and the status need it. */
export type AddressState = 'verified' | 'in-use' | 'undecided' | 'refused' | 'changed' | 'none' | 'unusable' | 'mine';
