import { AppError } from '../core/errors';
import { encode } from '../core/wire/encode';
import { power, randomNumber } from './numbers';
import type { OtrPorts } from './ports';
import { mpi } from './types';

/** RFC 3526, group 5: 1536 bits, a safe prime; the generator is 2. */
const MODULUS_HEX = `
  FFFFFFFF FFFFFFFF C90FDAA2 2168C234 C4C6628B 80DC1CD1 29024E08 8A67CC74 020BBEA6 3B139B22 514A0879 8E3404DD
  EF9519B3 CD3A431B 302B0A6D F25F1437 4FE1356D 6D51C245 E485B576 625E7EC6 F44C42E9 A637ED6B 0BFF5CB6 F406B7ED
  EE386BFB 5A899FA5 AE9F2411 7C4B1FE6 49286651 ECE45B3D C2007CB8 A163BF05 98DA4836 1C55D39A 69163FA8 FD24CF5F
  83655D23 DCA3AD96 1C62F356 208552BB 9ED52907 7096966D 670C354E 4ABC9804 F1746C08 CA237327 FFFFFFFF FFFFFFFF`;

export const GROUP_OCTETS = 192;
export const GROUP_BITS = GROUP_OCTETS * 8;
export const MODULUS = BigInt(`0x${MODULUS_HEX.replaceAll(/\s/g, '')}`);
export const GENERATOR = 2n;
/** Of the subgroup that the generator makes: (p - 1) / 2. */
export const ORDER = (MODULUS - 1n) / 2n;

/** "2 <= g^y <= modulus - 2": neither of the two elements that would make the secret known. */
export const isGroupElement = (value: bigint): boolean => value >= 2n && value <= MODULUS - 2n;

/** "At least 320 bits". */
const SECRET_OCTETS = 40;

/** A Diffie-Hellman key pair that keeps its secret to itself. */
export type DhKey = {
  readonly public: bigint;
  /**
   * `secbytes`: the shared number as an MPI, for the caller to wipe. Fails with `wire/malformed` where theirs is no
   * legal value, and with `otr/forgotten` after `forget`.
   */
  agree(theirs: bigint): Uint8Array;
  forget(): void;
};

export function createDhKey(random: OtrPorts['random']): DhKey {
  let secret: bigint | undefined = randomNumber(random, SECRET_OCTETS);
  const raise = (base: bigint): bigint => {
    if (secret === undefined) throw new AppError('otr/forgotten');
    return power(base, secret, MODULUS, SECRET_OCTETS * 8);
  };
  return {
    public: raise(GENERATOR),
    agree(theirs) {
      if (!isGroupElement(theirs)) throw new AppError('wire/malformed');
      return encode(mpi, raise(theirs));
    },
    forget() {
      secret = undefined;
    },
  };
}
