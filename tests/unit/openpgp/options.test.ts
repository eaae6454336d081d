import { config } from 'openpgp';
import { expect, it } from 'vitest';
import { createOpenPgp } from '../../../lib/openpgp/openpgp';
import { assertSafeOptions, unsafeOptions } from '../../../lib/openpgp/options';

it('[req 13] finds the library unsafe as it comes, and names what is', () => {
  expect(unsafeOptions()).toEqual(['maxDecompressedMessageSize', 'maxArgon2MemoryExponent']);
});

it('[req 13] is safe after the start, and the options cannot be loosened any more', () => {
  createOpenPgp();
  expect(() => assertSafeOptions()).not.toThrow();
  expect(() => Object.assign(config, { allowUnauthenticatedMessages: true })).toThrow(TypeError);
  expect(config.allowUnauthenticatedMessages).toBe(false);
});

it.each([
  ['allowUnauthenticatedMessages', true],
  ['allowInsecureDecryptionWithSigningKeys', true],
  ['allowInsecureVerificationWithReformattedKeys', true],
  ['allowMissingKeyFlags', true],
  ['ignoreMalformedPackets', true],
  ['enforceGrammar', false],
  ['maxDecompressedMessageSize', Number.POSITIVE_INFINITY],
  ['maxArgon2MemoryExponent', 30],
  ['minRSABits', 1024],
  ['rejectPublicKeyAlgorithms', new Set()],
  ['rejectMessageHashAlgorithms', new Set()],
] as const)('[req 13] names %s when it is %s', (name, value) => {
  createOpenPgp();
  expect(unsafeOptions({ ...config, [name]: value })).toEqual([name]);
});
