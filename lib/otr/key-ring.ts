import { concatBytes } from '@noble/curves/utils.js';
import type { ErrorCode } from '../core/error-codes';
import { type DataKeys, deriveDataKeys, wipeDataKeys } from './derive';
import { createDhKey, type DhKey, isGroupElement } from './group';
import type { OtrPorts } from './ports';

/** The keys of our key `ourId` with their key `theirId`, and how far they were used. */
type Pairing = {
  readonly keys: DataKeys;
  readonly ourId: number;
  readonly theirId: number;
  sent: bigint;
  received: bigint;
  /** It verified a message, so its receiving MAC key is to be revealed at the end. */
  used: boolean;
};

/** One message to send, as its header needs it. */
export type Departing = {
  readonly keys: DataKeys;
  readonly senderKeyId: number;
  readonly receiverKeyId: number;
  readonly nextPublic: bigint;
  readonly counter: bigint;
};

export type Arrived = {
  readonly senderKeyId: number;
  readonly receiverKeyId: number;
  readonly nextPublic: bigint;
  readonly counter: bigint;
};

/** Both sides' two newest Diffie-Hellman keys, and what follows from them ("Key Management"). */
export type KeyRing = {
  outgoing(): Departing;
  /** The keys for a message with these serial numbers; `undefined` where they are of no living pair. */
  keysFor(message: Arrived): DataKeys | undefined;
  /** After its MAC verified: counts it and turns the keys, or says why not. */
  accept(message: Arrived): ErrorCode | undefined;
  /** Old MAC keys for the next message, each 20 octets: given once. */
  takeRevealed(): Uint8Array;
  /** Forgets every key. What is still owed to the world is answered, for the last message or the next session. */
  forget(): Uint8Array;
};

type Beginning = {
  /** Our key from the exchange, serial number 1. */
  readonly ours: DhKey;
  readonly theirs: bigint;
  readonly theirKeyId: number;
  /** What a session before this one still had to reveal. */
  readonly owed: Uint8Array;
  readonly random: OtrPorts['random'];
};

const NONE = new Uint8Array();
const LAST_KEY_ID = 0xffffffff;

export function createKeyRing({ ours, theirs, theirKeyId, owed, random }: Beginning): KeyRing {
  /** The older is the newest that they have confirmed. */
  let [older, newest] = [ours, createDhKey(random)];
  let newestId = 2;
  let theirNewest = theirs;
  let theirNewestId = theirKeyId;
  let theirOlder: bigint | undefined;
  let pairings: readonly Pairing[] = [];
  let revealed = owed;

  const ourKey = (id: number): DhKey | undefined =>
    id === newestId ? newest : id === newestId - 1 ? older : undefined;
  const theirKey = (id: number): bigint | undefined =>
    id === theirNewestId ? theirNewest : id === theirNewestId - 1 ? theirOlder : undefined;

  const pair = (ourId: number, theirId: number): Pairing | undefined => {
    const known = pairings.find((one) => one.ourId === ourId && one.theirId === theirId);
    if (known !== undefined) return known;
    const [mine, other] = [ourKey(ourId), theirKey(theirId)];
    if (mine === undefined || other === undefined) return undefined;
    const keys = deriveDataKeys(mine.agree(other), mine.public, other);
    const made = { keys, ourId, theirId, sent: 0n, received: 0n, used: false };
    pairings = [...pairings, made];
    return made;
  };

  /** "Whenever you are about to forget ...": what such a key verified is revealed, then its keys are overwritten. */
  const drop = (isDropped: (one: Pairing) => boolean): void => {
    for (const one of pairings.filter(isDropped)) {
      if (one.used) revealed = concatBytes(revealed, one.keys.receiveMac);
      wipeDataKeys(one.keys);
    }
    pairings = pairings.filter((one) => !isDropped(one));
  };

  const turnOurs = (): void => {
    drop(({ ourId }) => ourId === newestId - 1);
    older.forget();
    [older, newest] = [newest, createDhKey(random)];
    newestId += 1;
  };

  const turnTheirs = (next: bigint): void => {
    drop(({ theirId }) => theirId === theirNewestId - 1);
    [theirOlder, theirNewest] = [theirNewest, next];
    theirNewestId += 1;
  };

  const takeRevealed = (): Uint8Array => {
    const taken = revealed;
    revealed = NONE;
    return taken;
  };

  return {
    outgoing() {
      const pairing = pair(newestId - 1, theirNewestId);
      if (pairing === undefined) throw new Error('a key ring always has this pair');
      pairing.sent += 1n;
      return {
        keys: pairing.keys,
        senderKeyId: newestId - 1,
        receiverKeyId: theirNewestId,
        nextPublic: newest.public,
        counter: pairing.sent,
      };
    },
    keysFor: ({ senderKeyId, receiverKeyId }) => pair(receiverKeyId, senderKeyId)?.keys,
    accept({ senderKeyId, receiverKeyId, nextPublic, counter }) {
      const pairing = pair(receiverKeyId, senderKeyId);
      if (pairing === undefined) return 'otr/unreadable';
      if (counter <= pairing.received) return 'otr/replayed';
      const turns = senderKeyId === theirNewestId;
      if (turns && (!isGroupElement(nextPublic) || senderKeyId === LAST_KEY_ID)) return 'wire/malformed';
      pairing.received = counter;
      pairing.used = true;
      if (receiverKeyId === newestId) turnOurs();
      if (turns) turnTheirs(nextPublic);
      return undefined;
    },
    takeRevealed,
    forget() {
      drop(() => true);
      older.forget();
      newest.forget();
      return takeRevealed();
    },
  };
}
