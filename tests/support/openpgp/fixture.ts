import { readFileSync } from 'node:fs';

const folder = new URL('../../fixtures/openpgp/', import.meta.url);

/** Octets of a file in tests/fixtures/openpgp. */
export const fixture = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, folder)));

type Samples = Readonly<
  Record<
    | 'v6Certificate'
    | 'v6Secret'
    | 'v6SecretLocked'
    | 'v6SecretPassphrase'
    | 'cleartext'
    | 'x25519AeadOcb'
    | 'v4Ed25519LegacyKey'
    | 'v4Ed25519LegacyFingerprint',
    string
  >
>;

/** RFC 9580, Appendix A. */
export const rfcSamples = (): Samples => JSON.parse(new TextDecoder().decode(fixture('rfc9580.json'))) as Samples;

export const toOctets = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
export const toText = (octets: Uint8Array): string => new TextDecoder().decode(octets);
