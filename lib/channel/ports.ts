import type { Fingerprint } from '../core/brand';

/**
 * What a person's OpenPGP certificate does for the channel. Whoever fulfils it holds the accepted octets of each
 * certificate and my unlocked key; a locked vault is `AppError('vault/locked')`, and nothing was changed.
 */
export type CertificatePort = {
  /** Detached binary signature (RFC 9580, 5.2, type 0x00) by my certificate over exactly these octets. */
  sign(content: Uint8Array): Promise<Uint8Array>;
  /**
   * True only for a valid detached signature by this certificate, which is neither expired nor revoked; whatever was
   * decided about it.
   */
  verify(content: Uint8Array, signature: Uint8Array, certificate: Fingerprint): Promise<boolean>;
  /**
   * Binary OpenPGP message, encrypted to this certificate alone (not to mine), signed by mine. Throws `contact/*` and
   * `key/*` where the certificate is not accepted, or cannot be used, at this moment.
   */
  sealTo(content: Uint8Array, certificate: Fingerprint): Promise<Uint8Array>;
  /**
   * The content of a message encrypted to me and validly signed by this certificate; `undefined` for any other. Throws as
   * `sealTo`.
   */
  openFrom(message: Uint8Array, certificate: Fingerprint): Promise<Uint8Array | undefined>;
};

/** For certificates that are nowhere stored yet: knows nothing but the octets it is given. */
export type IntroducerPort = {
  /**
   * The fingerprint of the one certificate that these octets are (binary, public, neither expired nor revoked), where the
   * detached signature over the content is by it; else `undefined`.
   */
  signedBy(content: Uint8Array, signature: Uint8Array, certificate: Uint8Array): Promise<Fingerprint | undefined>;
};

export type ChannelPorts = {
  /** Milliseconds since 1970. */
  now(): number;
  /** Octets from the system's generator. */
  random(octets: number): Uint8Array;
  readonly certificate: CertificatePort;
};

/** What works without a certificate: everything after the handshake. */
export type StepPorts = Pick<ChannelPorts, 'now' | 'random'>;
