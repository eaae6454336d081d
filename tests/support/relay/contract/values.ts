import { randomBytes, randomInt } from 'node:crypto';
import type {
  AttachmentId,
  DeviceId,
  GroupId,
  MessageId,
  RecordId,
  SessionId,
  UserId,
} from '../../../../lib/core/wire/ids';
import type { Account, Envelope } from '../../../../relay/stores/ports';

const hex = <T extends string>(): T => randomBytes(16).toString('hex') as T;

export const newDevice = (): DeviceId => hex<DeviceId>();
export const newMessage = (): MessageId => hex<MessageId>();
export const newSession = (): SessionId => new Uint8Array(randomBytes(16)) as Uint8Array as SessionId;
export const newGroup = (): GroupId => hex<GroupId>();
export const newRecord = (): RecordId => hex<RecordId>();
export const newAttachment = (): AttachmentId => hex<AttachmentId>();
export const newUser = (name = 'anna'): UserId =>
  `${name}.${Array.from({ length: 8 }, () => 'abcdefghijklmnopqrstuvwxyz234567'[randomInt(32)]).join('')}` as UserId;

/** Now: stores may let things expire by their own clock too, so that given times stay near it. */
export const NOW = Date.now();
export const HOUR = 3_600_000;
export const ROOM = { messages: 20_000, octets: 64 * 1024 * 1024 };
export const ALL = { count: 100_000, octets: 2 ** 30 };

/** Octets that compress and repeat nowhere. */
export const octets = (length: number): Uint8Array => new Uint8Array(randomBytes(length));

export const envelope = (given: Partial<Envelope> = {}): Envelope => ({
  id: newMessage(),
  sender: newDevice(),
  at: NOW,
  kind: 'message',
  payload: octets(60),
  ...given,
});

export const account = (given: Partial<Account> = {}): Account => ({
  user: newUser(),
  record: octets(192),
  devices: [{ device: newDevice(), created: NOW, seen: NOW }],
  ...given,
});

/** Plain values, whatever kind of octets a store answers with. */
export const plain = <T extends { readonly payload: Uint8Array }>(value: T): T => ({
  ...value,
  payload: new Uint8Array(value.payload),
});

export const sorted = <T extends string>(texts: Iterable<T>): T[] =>
  [...texts].toSorted((one, other) => (one < other ? -1 : 1));
