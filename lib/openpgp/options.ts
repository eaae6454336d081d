import { config, enums } from 'openpgp';
import { LIMITS } from '../core/limits';

/**
 * The library's switches, hardened once for the whole worker. Its defaults are kept where they are strict;
 * each line below is either stricter than the default or a default that must never be loosened
 * (security.md, "Measured traps in openpgp.js").
 */
export function hardenOptions(): void {
  if (Object.isFrozen(config)) return;
  Object.assign(config, {
    // Default Infinity: a 43 kB mail blocked the thread for 46 s.
    maxDecompressedMessageSize: LIMITS.decompressedOctets,
    // Default 30, which is 1 TiB.
    maxArgon2MemoryExponent: LIMITS.argon2MemoryExponent,
    // Compression before encryption leaks lengths and buys bombs.
    preferredCompressionAlgorithm: enums.compression.uncompressed,
    showVersion: false,
    showComment: false,
    aeadProtect: false,
    // 65 million octets (RFC 9580, 3.7.1.3): the slowest that GnuPG reads.
    s2kIterationCountByte: 255,
  });
  // From here on a careless assignment throws, in our code and in the library.
  Object.freeze(config);
}

const MUST_BE_FALSE = [
  'allowUnauthenticatedMessages',
  'allowUnauthenticatedStream',
  'allowInsecureDecryptionWithSigningKeys',
  'allowInsecureVerificationWithReformattedKeys',
  'allowMissingKeyFlags',
  'ignoreMalformedPackets',
  'enableParsingV5Entities',
  'parseAEADEncryptedV4KeysAsLegacy',
  'showVersion',
  'showComment',
  'v6Keys',
] as const;

const MUST_BE_TRUE = ['enforceGrammar', 'ignoreUnsupportedPackets', 'nonDeterministicSignaturesViaNotation'] as const;

/** Names of the options that are not as safe as they must be; empty when all is well. */
export function unsafeOptions(options: typeof config = config): readonly string[] {
  const { hash, publicKey } = enums;
  const has = <T>(set: ReadonlySet<T>, members: readonly T[]): boolean => members.every((member) => set.has(member));
  const wrong: readonly (readonly [string, boolean])[] = [
    ...MUST_BE_FALSE.map((name) => [name, options[name] !== false] as const),
    ...MUST_BE_TRUE.map((name) => [name, options[name] !== true] as const),
    ['maxDecompressedMessageSize', !(options.maxDecompressedMessageSize <= LIMITS.decompressedOctets)],
    ['maxArgon2MemoryExponent', !(options.maxArgon2MemoryExponent <= LIMITS.argon2MemoryExponent)],
    ['minRSABits', !(options.minRSABits >= 2047)],
    ['rejectHashAlgorithms', !has(options.rejectHashAlgorithms, [hash.md5, hash.ripemd])],
    ['rejectMessageHashAlgorithms', !has(options.rejectMessageHashAlgorithms, [hash.md5, hash.ripemd, hash.sha1])],
    ['rejectPublicKeyAlgorithms', !has(options.rejectPublicKeyAlgorithms, [publicKey.elgamal, publicKey.dsa])],
    ['rejectCurves', !has(options.rejectCurves, [enums.curve.secp256k1])],
    ['preferredCompressionAlgorithm', options.preferredCompressionAlgorithm !== enums.compression.uncompressed],
    ['additionalAllowedPackets', options.additionalAllowedPackets.length > 0],
    ['knownNotations', options.knownNotations.length > 0],
  ];
  return wrong.filter(([, isWrong]) => isWrong).map(([name]) => name);
}

/** Requirement 13: refuses to start with a loosened library. */
export function assertSafeOptions(): void {
  const wrong = unsafeOptions();
  if (wrong.length > 0) throw new Error(`unsafe openpgp options: ${wrong.join(', ')}`);
}
