import { decryptSessionKeys, type Message, type PrivateKey, type SessionKey } from 'openpgp';
import { AppError } from '../core/errors';
import { attempt } from './attempt';
import { isNullKeyId } from './key-parts';

type AnyMessage = Message<Uint8Array>;

/** Nameless session keys (hidden recipients) are tried one by one with each of my keys. */
const MOST_NAMELESS = 64;

/** `mail/not-for-me` where no session key names one of mine; `mail/tampered` where one does and still does not open. */
async function sessionKeys(message: AnyMessage, keys: PrivateKey[]): Promise<SessionKey[]> {
  const wanted = message.getEncryptionKeyIDs();
  const mine = new Set(keys.flatMap((key) => key.getKeyIDs()).map((keyId) => keyId.toHex()));
  const named = wanted.some((keyId) => mine.has(keyId.toHex()));
  const nameless = wanted.filter(isNullKeyId).length;
  if (nameless > MOST_NAMELESS) throw new AppError('mail/bomb');
  if (!named && nameless === 0) throw new AppError('mail/not-for-me');
  const found = await attempt(named ? 'mail/tampered' : 'mail/not-for-me', () =>
    decryptSessionKeys({ message, decryptionKeys: keys }),
  );
  return found as SessionKey[];
}

/** The packets inside the encrypted packet, authenticated. Throws `mail/tampered`, `mail/not-for-me`, `mail/bomb`. */
export async function decryptPackets(message: AnyMessage, keys: PrivateKey[]): Promise<AnyMessage> {
  const found = await sessionKeys(message, keys);
  const first = found[0];
  if (!first) throw new AppError('mail/not-for-me');
  // One session key for one message: several different ones are an attack on whoever reads with another key.
  return (await attempt('mail/tampered', () => message.decrypt(undefined, undefined, [first]))) as AnyMessage;
}
