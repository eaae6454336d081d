import { isSameDevice, readStatement, type SignedStatement, type Statement } from '../../channel/statement';
import { fromHex, toHex } from '../../core/wire/hex';
import type { PeerDevice } from '../records';

/** A device of the other as it is kept, and as lib/channel reads it. */
export const toPeer = ({ certificate, device }: Statement, signed: SignedStatement): PeerDevice => ({
  certificate,
  device,
  statement: toHex(signed.statement),
  signature: toHex(signed.signature),
});

export const signedOf = ({ statement, signature }: PeerDevice): SignedStatement => ({
  statement: fromHex(statement),
  signature: fromHex(signature),
});

/** The same device with the same keys, bound to the same certificate; its statement may have been renewed. */
export function isSamePeer(one: PeerDevice | undefined, other: PeerDevice | undefined): boolean {
  const [first, second] = [one && readStatement(signedOf(one)), other && readStatement(signedOf(other))];
  return first !== undefined && second !== undefined && isSameDevice(first, second);
}
