import type { Fingerprint } from '../core/brand';
import type { CertificateView } from '../core/certificate';
import type { CertificateOctets, KnownSigner } from '../core/openpgp-port';
import type { KeyringPorts } from './ports';
import { readStored, sameOctets } from './stored-certificate';

/** Health depends on the clock: a view is kept for a minute at most. */
const KEPT_MS = 60_000;
const KEPT_VIEWS = 1_000;

type Row = { readonly fingerprint: Fingerprint; readonly octets: Uint8Array };

/** Looks at stored certificates; the same octets are not looked at twice within a minute. */
export function createViewer({ pgp, clock }: Pick<KeyringPorts, 'pgp' | 'clock'>) {
  const kept = new Map<Fingerprint, { octets: Uint8Array; at: number; view: CertificateView }>();

  const view = async (certificate: CertificateOctets, known: readonly KnownSigner[]): Promise<CertificateView> =>
    pgp.view(certificate, known);

  return {
    /** Without the signers' names: for lists and addresses. Throws `key/damaged`. */
    async plain(row: Row): Promise<CertificateView> {
      const found = kept.get(row.fingerprint);
      const now = clock.now();
      if (found !== undefined && Math.abs(now - found.at) < KEPT_MS && sameOctets(found.octets, row.octets)) {
        return found.view;
      }
      const fresh = await view(await readStored(pgp, row), []);
      if (kept.size >= KEPT_VIEWS) kept.clear();
      kept.set(row.fingerprint, { octets: row.octets, at: now, view: fresh });
      return fresh;
    },

    /** With what the known signers vouch for: for the certificate window. Throws `key/damaged`. */
    async full(row: Row, known: readonly KnownSigner[]): Promise<CertificateView> {
      return view(await readStored(pgp, row), known);
    },
  };
}

export type Viewer = ReturnType<typeof createViewer>;
