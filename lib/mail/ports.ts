import type { EmailAddress } from '../core/brand';
import type { Mime } from '../core/mime-port';
import type { CertificateOctets, OpenPgp, SecretKeyOctets, SignatureFact } from '../core/openpgp-port';
import type { SignatureTruth } from '../core/reading';

/** What reading and sealing mail need of the keys and contacts. */
export type ReadMailPorts = {
  readonly pgp: OpenPgp;
  readonly mime: Mime;
  /** Throws `vault/locked`, `key/none`. */
  readonly secrets: () => Promise<readonly SecretKeyOctets[] & Disposable>;
  readonly signers: () => Promise<readonly CertificateOctets[]>;
  readonly judge: (facts: readonly SignatureFact[], from: readonly string[]) => Promise<SignatureTruth>;
};

export type SealMailPorts = {
  readonly pgp: OpenPgp;
  readonly mime: Mime;
  /** Fails closed: `contact/*` or `key/*` where the address has no certificate that may be used. */
  readonly certificateFor: (address: EmailAddress) => Promise<CertificateOctets>;
  readonly signerFor: (from: EmailAddress | undefined) => Promise<Signer>;
  readonly now: () => number;
};

/** `using signer = ...` wipes the secret. */
export type Signer = Disposable & {
  readonly secret: SecretKeyOctets;
  readonly certificate: CertificateOctets;
  readonly address: EmailAddress;
  readonly name: string;
};
