import type { AttachmentId, DeviceId, GroupId, MessageId, RecordId, SessionId, UserId } from '../../lib/core/wire/ids';

// What the relay keeps, behind one small interface each. `embedded` and `scaled` both fulfil them; one contract
// suite (tests/relay/contract) decides. Times are milliseconds since 1970, given by the caller. A promise resolves
// when the change would survive SIGKILL (durable stores), or at once (volatile ones). A store that is away makes
// every call fail with AppError('relay/waiting').

export type Account = {
  readonly user: UserId;
  /** The registration record of OPAQUE (RFC 9807, 4.1). */
  readonly record: Uint8Array;
  readonly devices: readonly AccountDevice[];
};
export type AccountDevice = { readonly device: DeviceId; readonly created: number; readonly seen: number };

/** Durable. Nothing of OpenPGP, nothing of sessions, no address. */
export type AccountStore = {
  create(account: Account): Promise<'created' | 'taken'>;
  find(user: UserId): Promise<Account | undefined>;
  setRecord(user: UserId, record: Uint8Array): Promise<void>;
  remove(user: UserId): Promise<void>;
  /**
   * Adding a device again only changes `seen`. Fails with AppError('relay/not-found') where there is no such user, and
   * with AppError('relay/login-failed') where the device is of another account (so does `create`): it has one mailbox.
   */
  addDevice(user: UserId, device: DeviceId, now: number, most: number): Promise<'added' | 'full'>;
  removeDevice(user: UserId, device: DeviceId): Promise<boolean>;
  /** Which of these belong to an account. */
  knownDevices(devices: readonly DeviceId[]): Promise<ReadonlySet<DeviceId>>;
  /** An invitation is kept as its SHA-256, hex. */
  invite(hash: string, expires: number): Promise<void>;
  /** True once per invitation, before it expires. */
  redeem(hash: string, now: number): Promise<boolean>;
  /** Every account, for backup and migration, as all `all` below: `create` takes each into another store. */
  all(): AsyncIterable<Account>;
  /** Every invitation that was not redeemed. */
  invitations(): AsyncIterable<{ readonly hash: string; readonly expires: number }>;
};

export type Envelope = {
  readonly id: MessageId;
  readonly sender: DeviceId;
  readonly at: number;
  /** A receipt tells a sender that was away what became of a message; its payload is an encoded `status` frame. */
  readonly kind: 'message' | 'receipt';
  readonly payload: Uint8Array;
};
/** `place` grows along one mailbox. */
export type Stored = Envelope & { readonly place: number };
/** A message that left a mailbox, and whom that concerns. */
export type Left = {
  readonly id: MessageId;
  readonly sender: DeviceId;
  readonly device: DeviceId;
  readonly kind: Envelope['kind'];
};
export type AppendOutcome = 'stored' | 'duplicate' | 'full';
export type MailboxLimits = { readonly messages: number; readonly octets: number };

/** Durable: one ordered mailbox per device; the payload of a message to several is kept once. */
export type MailboxStore = {
  /** The outcome for each device, in their order. A message that is or was there (72 h) is a duplicate. */
  append(envelope: Envelope, to: readonly DeviceId[], limits: MailboxLimits): Promise<readonly AppendOutcome[]>;
  /** In order, from behind `after` (0 is the beginning); at least one where there is one. */
  read(
    device: DeviceId,
    after: number,
    most: { readonly count: number; readonly octets: number },
  ): Promise<readonly Stored[]>;
  /** Removes what the device has; what it does not hold is left out of the answer. */
  acknowledge(device: DeviceId, ids: readonly MessageId[]): Promise<readonly Left[]>;
  /** Removes what came before the time, at most `count` at once: call again until none. */
  expire(before: number, count: number): Promise<readonly Left[]>;
  /** The device is gone: its mailbox with it. */
  drop(device: DeviceId): Promise<void>;
  /** Every message that waits, and where: `append` takes each, in this order, into another store. */
  all(): AsyncIterable<{ readonly envelope: Envelope; readonly to: readonly DeviceId[] }>;
};

export type ArchiveRecord = {
  readonly place: number;
  readonly id: RecordId;
  readonly at: number;
  readonly payload: Uint8Array;
};

/** Durable: opaque records of one account. */
export type ArchiveStore = {
  /** Putting the same id again replaces the payload and keeps its place. */
  put(user: UserId, record: Omit<ArchiveRecord, 'place'>, quotaOctets: number): Promise<'stored' | 'full'>;
  list(
    user: UserId,
    after: number,
    most: { readonly count: number; readonly octets: number },
  ): Promise<{ readonly records: readonly ArchiveRecord[]; readonly more: boolean }>;
  remove(user: UserId, ids: readonly RecordId[]): Promise<void>;
  clear(user: UserId): Promise<void>;
  /** Every record: those of one user in their order. */
  all(): AsyncIterable<{ readonly user: UserId; readonly record: Omit<ArchiveRecord, 'place'> }>;
};

/** Durable: the epoch of each group, forgotten some time after its last commit. */
export type EpochStore = {
  /** Sets `expected + 1` where the group is at `expected`, or is new and `expected` is anything. */
  advance(
    group: GroupId,
    expected: number,
    now: number,
  ): Promise<{ readonly accepted: boolean; readonly epoch: number }>;
  expire(before: number): Promise<number>;
  /** Every group: `advance` from `epoch - 1` at `at` takes it into another store. */
  all(): AsyncIterable<{ readonly group: GroupId; readonly epoch: number; readonly at: number }>;
};

export type AttachmentInfo = {
  readonly id: AttachmentId;
  readonly owner: UserId;
  readonly octets: number;
  readonly received: number;
  readonly expires: number;
};

/** Durable: opaque files, written once from front to back. */
export type AttachmentStore = {
  create(info: Omit<AttachmentInfo, 'received'>): Promise<void>;
  find(id: AttachmentId): Promise<AttachmentInfo | undefined>;
  /** Appends at `offset`, which must be where the file ends; answers where it ends now. What arrived before a cut stays. */
  append(
    id: AttachmentId,
    offset: number,
    octets: AsyncIterable<Uint8Array>,
  ): Promise<number | 'offset' | 'too-large' | 'not-found'>;
  /** The octets from `start` up to and without `end`. */
  read(id: AttachmentId, start: number, end: number): AsyncIterable<Uint8Array>;
  remove(id: AttachmentId): Promise<void>;
  /** Octets that the user's files are declared to have. */
  usage(owner: UserId): Promise<number>;
  removeAll(owner: UserId): Promise<void>;
  expire(now: number): Promise<number>;
  all(): AsyncIterable<AttachmentInfo>;
};

export type PrekeyBundle = {
  readonly device: DeviceId;
  readonly bundle: Uint8Array;
  readonly oneTime: Uint8Array | undefined;
};

/** Volatile: devices upload again after a restart. */
export type PrekeyStore = {
  /** Replaces what the device published before. */
  publish(
    user: UserId,
    device: DeviceId,
    keys: { readonly bundle: Uint8Array; readonly oneTime: readonly Uint8Array[]; readonly expires: number },
  ): Promise<void>;
  left(device: DeviceId): Promise<number>;
  /** A bundle per device, using up one one-time prekey each; never the same one twice, at any process. */
  take(user: UserId, now: number): Promise<readonly PrekeyBundle[]>;
  remove(user: UserId, device: DeviceId): Promise<void>;
};

export type Session = { readonly id: SessionId; readonly users: readonly [UserId, UserId]; readonly started: number };

/**
 * Volatile, in memory only, wiped at its end: requirement S9. The store keeps nothing of what it is given, and forgets
 * what it answers: the caller overwrites both.
 */
export type SessionStore = {
  open(session: Session, expires: number): Promise<void>;
  /** The session that ended, so that both can be told; undefined where none of this user has the id. */
  close(id: SessionId, by: UserId): Promise<Session | undefined>;
  closeAll(user: UserId): Promise<readonly Session[]>;
  expire(now: number): Promise<readonly Session[]>;
};

/** Volatile: who may see whom, and who wants to. Lists are of a user, and go when the last device leaves. */
export type PresenceStore = {
  allow(user: UserId, users: readonly UserId[]): Promise<void>;
  watch(user: UserId, users: readonly UserId[]): Promise<void>;
  /** Of those who watch this user, the ones allowed to. */
  audience(user: UserId): Promise<readonly UserId[]>;
  /** Of those whom this user watches, the ones who allow it. */
  visible(user: UserId): Promise<readonly UserId[]>;
  forget(user: UserId): Promise<void>;
};

/** What one process tells the process that holds a device's socket. */
export type Post =
  /** Frames to hand on as they are, an encoded packet. */
  | { readonly kind: 'packet'; readonly packet: Uint8Array }
  /** The mailbox has something new. */
  | { readonly kind: 'mail' }
  /** Close the socket: the device connected elsewhere, or is no longer of the account. */
  | { readonly kind: 'close'; readonly code: 'relay/replaced' | 'relay/revoked' };

/** Volatile: which process holds the socket of which device. */
export type Directory = {
  /** This process holds it now; another that held it before is posted `relay/replaced`. */
  enter(device: DeviceId, user: UserId): Promise<void>;
  /** Only where this process still holds it. Answers whether it was the last device of the user, at any process. */
  leave(device: DeviceId, user: UserId): Promise<{ readonly last: boolean }>;
  /** Devices of the user that have a socket, at any process. */
  present(user: UserId): Promise<readonly DeviceId[]>;
  /** False where nobody holds the device. */
  post(device: DeviceId, post: Post): Promise<boolean>;
  onPost(listener: (device: DeviceId, post: Post) => void): void;
};

export type Rule = {
  readonly name: string;
  /** Tries in the window before one has to wait. */
  readonly tries: number;
  readonly windowMs: number;
  /** The first pause; then as many tries again, and each further pause is twice as long, up to `longestMs`. */
  readonly pauseMs: number;
  readonly longestMs: number;
};

/** Volatile: counts of tries. The key is a keyed hash, never an address or a name. */
export type Limiter = {
  /** Answers 0 and counts the try where it is allowed, else the milliseconds to wait; that try does not count. */
  consume(rule: Rule, key: string): Promise<number>;
  /** It went well: the pauses begin anew. */
  forget(rule: Rule, key: string): Promise<void>;
};

export type Stores = {
  readonly accounts: AccountStore;
  readonly mailboxes: MailboxStore;
  readonly archive: ArchiveStore;
  readonly epochs: EpochStore;
  readonly attachments: AttachmentStore;
  readonly prekeys: PrekeyStore;
  readonly sessions: SessionStore;
  readonly presence: PresenceStore;
  readonly directory: Directory;
  readonly limiter: Limiter;
  /** Called when a store goes away (true) and when it is back (false). */
  onWaiting(listener: (waiting: boolean) => void): void;
  /** Answers within a second whether every store can be written to. */
  ready(): Promise<boolean>;
  /** Finishes what is under way, then lets go of files and connections. */
  close(): Promise<void>;
};
