import { toHex } from '../../../core/wire/hex';
import type { MessageId } from '../../../core/wire/ids';

/** Drawn by the window, so that the same message asked for again is done once. */
export const newMessageId = (): MessageId => toHex(crypto.getRandomValues(new Uint8Array(16))) as MessageId;
