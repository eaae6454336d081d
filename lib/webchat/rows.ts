import type { TalkId } from '../core/webchat';

/** What lies on disk: random ids and sealed octets, and nothing of who, where or what. */

/** `sealed`: a `Talk` (talk.ts), with the state of its channel. */
export type TalkRow = { readonly id: TalkId; readonly sealed: Uint8Array };

/**
 * One text that was opened, or sent, here: a ratchet opens a payload once. `id`: the first 16 octets, in hex, of
 * HMAC-SHA-256 over the payload under a key of this profile that is sealed, so that nobody can look up
 * a ciphertext that they hold. `order`: its place in its talk: words 1, 2, 3, ...,
 * steps -1, -2, -3, ...
 */
export type TalkLineRow = {
  readonly id: string;
  readonly talk: TalkId;
  readonly order: number;
  readonly sealed: Uint8Array;
};

/** All of it or nothing. */
export type TalkWrite = {
  /** The key for line ids, sealed by the vault. A device (lib/channel/device.ts) is of one talk, and lies in its row. */
  readonly lineKey?: Uint8Array;
  readonly talks?: readonly TalkRow[];
  readonly lines?: readonly TalkLineRow[];
  /** Lines of a talk, by their `order`, both ends with it. */
  readonly removeLines?: ReadonlyArray<{ readonly talk: TalkId; readonly from: number; readonly upTo: number }>;
  readonly removeTalks?: readonly TalkId[];
};

/** Each method is one transaction. Failures are `store/full` and `store/failed`. */
export type TalkRows = {
  lineKey(): Promise<Uint8Array | undefined>;
  talks(): Promise<readonly TalkRow[]>;
  line(id: string): Promise<TalkLineRow | undefined>;
  write(change: TalkWrite): Promise<void>;
};
