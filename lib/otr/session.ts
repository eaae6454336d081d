import { equalBytes } from '@noble/curves/utils.js';
import type { ErrorCode } from '../core/error-codes';
import type { AkeResult } from './ake';
import { type Content, decodeContent, encodeContent } from './content';
import { createKeyRing } from './key-ring';
import { authenticatedPart, encodeMessage, MAC_OCTETS, type MessageOf } from './messages';
import type { OtrPorts } from './ports';
import { aesCtr, hmacSha1, wipe } from './primitives';

/** "Ignore the message instead of producing some kind of error": for what carries no words. */
export const IGNORE_UNREADABLE = 0x01;

export type Opened = { readonly content: Content; readonly extraKey: Uint8Array };
export type Sealed = { readonly octets: Uint8Array; readonly extraKey: Uint8Array };

/** Data messages under the keys of one exchange. Extra keys are copies, for the caller to wipe. */
export type Session = {
  seal(content: Content, flags: number): Sealed;
  /** The last message of a session: it also reveals every MAC key that was used, and then no key is left. */
  sealLast(content: Content): Sealed;
  /** What a message carried, or why it is not shown. */
  open(message: MessageOf<'data'>, octets: Uint8Array): Opened | ErrorCode;
  /** Forgets every key. Answers the MAC keys that are still to be revealed. */
  forget(): Uint8Array;
};

type Ends = {
  readonly instance: number;
  readonly result: AkeResult;
  readonly owed: Uint8Array;
  readonly random: OtrPorts['random'];
  /** Contents are padded to a multiple of so many octets. */
  readonly block: number;
};

export function createSession({ instance, result, owed, random, block }: Ends): Session {
  const { ours, theirs, theirKeyId, instance: receiver } = result;
  const ring = createKeyRing({ ours, theirs, theirKeyId, owed, random });

  const sealWith = (content: Content, flags: number, reveal: () => Uint8Array): Sealed => {
    const clear = encodeContent(content, block);
    const { keys, ...header } = ring.outgoing();
    const encrypted = aesCtr(keys.sendCipher, header.counter, clear);
    wipe(clear);
    const macKey = keys.sendMac.slice();
    const extraKey = keys.extra.slice();
    const message = { kind: 'data', sender: instance, receiver, flags, ...header, encrypted } as const;
    const unsigned = { ...message, mac: new Uint8Array(MAC_OCTETS), revealed: reveal() };
    const mac = hmacSha1(macKey, authenticatedPart(encodeMessage(unsigned), unsigned));
    wipe(macKey);
    return { octets: encodeMessage({ ...unsigned, mac }), extraKey };
  };

  return {
    seal: (content, flags) => sealWith(content, flags, ring.takeRevealed),
    sealLast: (content) => sealWith(content, IGNORE_UNREADABLE, ring.forget),
    open(message, octets) {
      const keys = ring.keysFor(message);
      if (keys === undefined) return 'otr/unreadable';
      if (!equalBytes(hmacSha1(keys.receiveMac, authenticatedPart(octets, message)), message.mac)) {
        return 'otr/unreadable';
      }
      // The keys may be turned, and then overwritten, by accepting the message: it is read first and shown after.
      const clear = aesCtr(keys.receiveCipher, message.counter, message.encrypted);
      const extraKey = keys.extra.slice();
      const refused = ring.accept(message);
      if (refused !== undefined) {
        wipe(clear, extraKey);
        return refused;
      }
      const content = decodeContent(clear);
      wipe(clear);
      return { content, extraKey };
    },
    forget: ring.forget,
  };
}
