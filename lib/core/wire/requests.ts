import {
  boolean,
  type Codec,
  fixed,
  list,
  nothing,
  oneOf,
  opaque,
  optional,
  struct,
  text,
  uint16,
  uint32,
  uint64,
} from './codec';
import { attachmentId, deviceId, groupId, messageId, recordId, sessionId, userId, userName } from './ids';

/** A question to the relay: its number on the wire, what is asked, what is answered. */
type Request<Input, Output> = {
  readonly type: number;
  readonly input: Codec<Input>;
  readonly output: Codec<Output>;
};

const request = <Input, Output>(type: number, input: Codec<Input>, output: Codec<Output>): Request<Input, Output> => ({
  type,
  input,
  output,
});

/** Messages of OPAQUE (RFC 9807), as its suite makes them: none is longer. */
const opaqueMessage = opaque(1_024);
/** Ed25519 public key (RFC 8032) of the device, used for the relay alone. */
const deviceKey = fixed(32);
/** Octets of one payload as the schema reads them; the relay refuses far less with a code: see `hello`. */
export const payload = opaque(2 ** 20);
const ticket = struct({ ticket: text(256), expires: uint64 });

/**
 * Everything that is asked of a relay, in one place. Each is answered once, with `reply`. Times are milliseconds
 * since 1970. Numbers are for ever: a request that is changed gets a new one.
 */
export const REQUESTS = {
  'account.register.start': request(
    1,
    struct({ name: userName, invitation: optional(text(64)), message: opaqueMessage }),
    struct({ user: userId, message: opaqueMessage }),
  ),
  'account.register.finish': request(2, struct({ record: opaqueMessage, deviceKey }), struct({ device: deviceId })),
  'account.login.start': request(
    3,
    struct({ user: userId, message: opaqueMessage }),
    struct({ message: opaqueMessage }),
  ),
  'account.login.finish': request(4, struct({ message: opaqueMessage, deviceKey }), struct({ device: deviceId })),
  /** The signature is over `resumeStatement`. */
  'account.resume': request(5, struct({ user: userId, deviceKey, signature: fixed(64) }), struct({ device: deviceId })),
  /** These three want a login by password on this socket, not longer ago than five minutes. */
  'account.password.start': request(6, struct({ message: opaqueMessage }), struct({ message: opaqueMessage })),
  'account.password.finish': request(7, struct({ record: opaqueMessage }), nothing),
  'account.delete': request(8, nothing, nothing),
  'devices.list': request(
    9,
    nothing,
    list(struct({ device: deviceId, created: uint64, seen: uint64, online: boolean }), 100),
  ),
  'devices.revoke': request(10, struct({ device: deviceId }), nothing),
  /** Who may see whether I am online: the whole list, each time. In memory only. */
  'presence.allow': request(20, struct({ users: list(userId, 1_000) }), nothing),
  /** Whose presence I want to hear of: answered by `presence` frames, now and at each change. */
  'presence.watch': request(21, struct({ users: list(userId, 1_000) }), nothing),
  /** {two user ids, start, end}, in memory only. Both are told by `session` frames. */
  'session.open': request(22, struct({ peer: userId }), struct({ session: sessionId })),
  'session.close': request(23, struct({ session: sessionId }), nothing),
  'prekeys.publish': request(
    30,
    struct({ bundle: opaque(16_384), oneTime: list(opaque(4_096), 200), expires: uint64 }),
    nothing,
  ),
  /** One-time prekeys of this device that are left. */
  'prekeys.count': request(31, nothing, struct({ left: uint16 })),
  /** A bundle of each device, one one-time prekey used up each. Empty for who is unknown, as for who has none. */
  'prekeys.take': request(
    32,
    struct({ user: userId }),
    list(struct({ device: deviceId, bundle: opaque(16_384), oneTime: optional(opaque(4_096)) }), 100),
  ),
  /** Compare and set: goes to all devices where `epoch` is the group's, to none where it is not (RFC 9420, 14). */
  'group.commit': request(
    40,
    struct({ group: groupId, epoch: uint64, id: messageId, to: list(deviceId, 1_000), payload }),
    struct({ accepted: boolean, epoch: uint64 }),
  ),
  'archive.put': request(50, struct({ id: recordId, payload }), nothing),
  /** Oldest first, from behind `after` (0 is the beginning); at most `limit` records and 1 MiB. */
  'archive.list': request(
    51,
    struct({ after: uint64, limit: uint16 }),
    struct({
      records: list(struct({ place: uint64, id: recordId, at: uint64, payload }), 1_000),
      more: boolean,
    }),
  ),
  'archive.delete': request(52, struct({ ids: list(recordId, 1_000) }), nothing),
  'archive.clear': request(53, nothing, nothing),
  /** The octets then go by HTTP, with the ticket: docs/relay.md. */
  'attachment.create': request(
    60,
    struct({ octets: uint32, keepMs: uint32 }),
    struct({ attachment: attachmentId, upload: ticket }),
  ),
  'attachment.ticket': request(
    61,
    struct({ attachment: attachmentId, purpose: oneOf(['upload', 'download']) }),
    ticket,
  ),
  'attachment.delete': request(62, struct({ attachment: attachmentId }), nothing),
} as const;

export type RequestName = keyof typeof REQUESTS;
export type RequestInput<Name extends RequestName> =
  (typeof REQUESTS)[Name]['input'] extends Codec<infer T> ? T : never;
export type RequestOutput<Name extends RequestName> =
  (typeof REQUESTS)[Name]['output'] extends Codec<infer T> ? T : never;

/** Names by their numbers on the wire. */
export const REQUEST_NAMES: ReadonlyMap<number, RequestName> = new Map(
  (Object.keys(REQUESTS) as RequestName[]).map((name) => [REQUESTS[name].type, name]),
);
