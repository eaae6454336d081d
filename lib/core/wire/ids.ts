import type { Brand } from '../brand';
import { AppError } from '../errors';
import { type Codec, fixed, mapped, text } from './codec';
import { fromHex, toHex } from './hex';

/** A name and a part that the relay drew: `anna.k7m2q`. Never an address, never anything of OpenPGP. */
export type UserId = Brand<string, 'UserId'>;
/** The first 128 bits of SHA-256 over the device's Ed25519 key for the relay, hex. */
export type DeviceId = Brand<string, 'DeviceId'>;
/** Random 128 bits, hex, drawn by the sender: the same message sent again has the same id. */
export type MessageId = Brand<string, 'MessageId'>;
/**
 * Random 128 bits, drawn by the relay: one session of two users, in memory only. Octets, because they can be wiped when
 * the session ends (S9); nobody can wipe a string.
 */
export type SessionId = Brand<Uint8Array, 'SessionId'>;
/** 128 bits, hex: one group whose commits the relay puts in order. */
export type GroupId = Brand<string, 'GroupId'>;
/** Random 128 bits, hex, drawn by the owner: one record of an archive. */
export type RecordId = Brand<string, 'RecordId'>;
/** Random 128 bits, hex, drawn by the relay: one sealed file. */
export type AttachmentId = Brand<string, 'AttachmentId'>;

export { fromHex, toHex };

const id128 = <T extends string>(): Codec<T> => ({
  write: (writer, hex) => {
    if (hex.length !== 32) throw new AppError('wire/malformed');
    writer.hex(hex);
  },
  read: (reader) => toHex(reader.octets(16)) as T,
});

export const deviceId = id128<DeviceId>();
export const messageId = id128<MessageId>();
/** Read as a view into the octets that were given: copy what is to outlast them. */
export const sessionId = fixed(16) as Codec<SessionId>;
export const groupId = id128<GroupId>();
export const recordId = id128<RecordId>();
export const attachmentId = id128<AttachmentId>();

const USER_ID = /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?\.[a-z2-7]{5,8}$/;
const USER_NAME = /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/;

const matching = <T extends string>(pattern: RegExp, octets: number): Codec<T> => {
  const check = (value: string): T => {
    if (!pattern.test(value)) throw new AppError('wire/malformed');
    return value as T;
  };
  return mapped(text(octets), check, (value) => check(value));
};

export const userId = matching<UserId>(USER_ID, 41);
/** The part of a user id that a person chooses: lower-case letters, digits, hyphens inside; at most 32. */
export const userName = matching<Brand<string, 'UserName'>>(USER_NAME, 32);
