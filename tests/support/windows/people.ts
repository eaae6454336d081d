import type { CertificateReport, Contact, OwnKey } from '../../../lib/bus/views';
import type { Fingerprint } from '../../../lib/core/brand';
import type { CertificateView } from '../../../lib/core/certificate';
import { parseEmailAddress, parseFingerprint } from '../../../lib/core/parse';

/** People and their certificates, as lib/openpgp would describe them. */
const ARMOR = `-----BEGIN PGP PUBLIC KEY BLOCK-----

xjMEZz3K0BYJKwYBBAHaRw8BAQdAq8m3pD0m0gGd7v0Ff1m3f2oUuXQWcJt1m1nN
eY0b3n7NHEFubmEgQmVyZyA8YW5uYUBleGFtcGxlLm9yZz7CjAQQFgoAPgWCZz3K
0AQLCQcICZD3m9nZy8m0QwMVCAoEFgACAQIZAQKbAwIeARYhBN3m9nZy8m0Q
=Ab3d
-----END PGP PUBLIC KEY BLOCK-----`;

const day = (year: number, month: number, date: number): number => Date.UTC(year, month - 1, date, 10, 30);

export const print = (seed: string, length = 40): Fingerprint =>
  parseFingerprint(seed.repeat(Math.ceil(length / seed.length)).slice(0, length));

export function certificateOf(name: string, email: string, change: Partial<CertificateView> = {}): CertificateView {
  const address = parseEmailAddress(email);
  const fingerprint = change.fingerprint ?? print('3f9a71c20b8ed4567e01');
  return {
    fingerprint,
    version: fingerprint.length === 64 ? 6 : 4,
    algorithm: { name: 'Ed25519' },
    created: day(2025, 2, 11),
    health: 'ok',
    userIds: [{ text: `${name} <${email}>`, name, email: address, state: 'valid' }],
    subkeys: [
      {
        fingerprint: print('90ab12fe77c3d45e6018', fingerprint.length),
        algorithm: { name: 'X25519' },
        usage: ['encrypt'],
        created: day(2025, 2, 11),
        state: 'valid',
      },
    ],
    certifications: [
      { userId: `${name} <${email}>`, signerId: fingerprint.slice(-16), created: day(2025, 2, 11), state: 'self' },
    ],
    armored: ARMOR,
    ...change,
  };
}

export const ME = certificateOf('Bob Lind', 'bob@example.org', { fingerprint: print('c0ffee5517ab90d2e843') });

export const ANNA = certificateOf('Anna Berg', 'anna@example.org', {
  certifications: [
    { userId: 'Anna Berg <anna@example.org>', signerId: '7e013f9a71c20b8e', created: day(2025, 2, 11), state: 'self' },
    {
      userId: 'Anna Berg <anna@example.org>',
      signerId: '51d2a0c47e11f8b3',
      signerName: 'Carla Ruiz',
      created: day(2025, 6, 3),
      state: 'verified',
      signerDecision: 'verified',
    },
    {
      userId: 'Anna Berg <anna@example.org>',
      signerId: 'a94bd3320f61c7e5',
      created: day(2026, 1, 20),
      state: 'signer-unknown',
    },
  ],
});

export const ANNA_BEFORE = certificateOf('Anna Berg', 'anna@example.org', {
  fingerprint: print('8812cc04a9e5f37b6d21'),
  algorithm: { name: 'RSA', bits: 3072 },
  created: day(2021, 5, 4),
});

export const NEW_KIND = certificateOf('Tomé Öberg', 'tome@example.net', {
  fingerprint: print('5d0e1f2a3b4c69788796a5b4c3d2e1f0', 64),
});

export const contactOf = (view: CertificateView, change: Partial<Contact> = {}): Contact => ({
  fingerprint: view.fingerprint,
  view,
  decision: 'later',
  evidence: [
    {
      source: 'mail-attachment',
      detail: 'anna.asc',
      from: parseEmailAddress('anna@example.org'),
      at: day(2026, 11, 20),
    },
  ],
  addresses: view.userIds.flatMap(({ email }) => (email === undefined ? [] : [email])),
  ...change,
});

export const keyOf = (view: CertificateView, preferred = true): OwnKey => ({
  fingerprint: view.fingerprint,
  view,
  createdHere: view.created,
  preferred,
});

export const reportOf = (contact: Contact, change: Partial<CertificateReport> = {}): CertificateReport => ({
  contact,
  check: {
    outcome: 'pass',
    findings: [
      { level: 'pass', finding: 'self-signatures-valid' },
      { level: 'pass', finding: 'not-expired' },
      { level: 'pass', finding: 'strong-algorithm' },
      { level: 'pass', finding: 'can-encrypt' },
      { level: 'pass', finding: 'address-matches' },
      { level: 'pass', finding: 'signed-by-verified' },
    ],
  },
  changes: [],
  mine: ME,
  ...change,
});

export const changedReport = (): CertificateReport =>
  reportOf(contactOf(ANNA), {
    check: {
      outcome: 'attention',
      findings: [
        { level: 'attention', finding: 'certificate-changed' },
        { level: 'pass', finding: 'self-signatures-valid' },
        { level: 'pass', finding: 'can-encrypt' },
      ],
    },
    changes: [{ address: parseEmailAddress('anna@example.org'), before: ANNA_BEFORE, beforeDecision: 'verified' }],
  });
