import type { AlgorithmInfo } from 'openpgp';
import type { KeyAlgorithm } from '../core/certificate';

const CURVES: Readonly<Record<string, string>> = {
  nistP256: 'NIST P-256',
  nistP384: 'NIST P-384',
  nistP521: 'NIST P-521',
  secp256k1: 'secp256k1',
  brainpoolP256r1: 'Brainpool P-256',
  brainpoolP384r1: 'Brainpool P-384',
  brainpoolP512r1: 'Brainpool P-512',
  ed25519Legacy: 'Ed25519',
  curve25519Legacy: 'X25519',
};

const ALGORITHMS: Readonly<Record<string, string>> = {
  rsaEncryptSign: 'RSA',
  rsaEncrypt: 'RSA',
  rsaSign: 'RSA',
  elgamal: 'ElGamal',
  dsa: 'DSA',
  ecdh: 'ECDH',
  ecdsa: 'ECDSA',
  eddsaLegacy: 'Ed25519',
  ed25519: 'Ed25519',
  ed448: 'Ed448',
  x25519: 'X25519',
  x448: 'X448',
};

/** The name people know: the curve where there is one, else the algorithm, with its bits. */
export function nameAlgorithm(info: AlgorithmInfo): KeyAlgorithm {
  const name = (info.curve && CURVES[info.curve]) ?? ALGORITHMS[info.algorithm] ?? info.algorithm;
  return info.bits === undefined ? { name } : { name, bits: info.bits };
}

/** Too weak to protect anything today: the same bar as the library's (`minRSABits`, `rejectPublicKeyAlgorithms`). */
export function isWeakAlgorithm(info: AlgorithmInfo): boolean {
  if (info.algorithm === 'dsa' || info.algorithm === 'elgamal' || info.curve === 'secp256k1') return true;
  return info.algorithm.startsWith('rsa') && (info.bits ?? 0) < 2047;
}
