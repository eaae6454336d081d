import { randomBytes } from 'node:crypto';
import { type MessageId, toHex } from '../../../lib/core/wire/ids';
import { markSealed, type SealedKind } from '../../../lib/core/wire/sealed';

/** What nobody can tell from a sealed payload: `octets` in all. */
export const sealedPayload = (octets = 600, kind: SealedKind = 'message'): Uint8Array<ArrayBuffer> =>
  markSealed(kind, randomBytes(octets - 3));

export const newMessageId = (): MessageId => toHex(randomBytes(16)) as MessageId;
