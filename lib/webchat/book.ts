import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { Fingerprint, Origin } from '../core/brand';
import { AppError } from '../core/errors';
import { createSerial } from '../core/serial';
import type { LineView, TalkId } from '../core/webchat';
import { toHex } from '../core/wire/ids';
import type { Place } from './contract';
import { keepNewest } from './keep-newest';
import { surplusTalks } from './keep-talks';
import { fromSealable, toSealable } from './octets-json';
import { blankTalk, placeKey, placeOf } from './place';
import type { WebchatPorts } from './ports';
import type { TalkLineRow } from './rows';
import type { Talk } from './talk';

type Shown<K extends LineView['kind']> = Extract<LineView, { kind: K }>;

/** What is remembered of a text that a ratchet opens once: whom it is from is asked anew each time it is shown. */
export type RememberedLine =
  | (Omit<Shown<'text'>, 'from'> & { readonly from?: Fingerprint })
  | (Omit<Shown<'step'>, 'peer'> & { readonly peer?: Fingerprint });

export type BookChange = {
  readonly talk: Talk;
  readonly lines?: ReadonlyArray<{ readonly payload: Uint8Array; readonly line: RememberedLine }>;
};

/** Everything of talks that is sealed on disk. Every method throws `vault/locked`. */
export type Book = {
  /** One step after another: what reads and then writes runs inside, and never calls `step` itself. */
  step<T>(work: () => Promise<T>): Promise<T>;
  talks(): Promise<readonly Talk[]>;
  talk(id: TalkId): Promise<Talk | undefined>;
  /** The talk of this place; a new one is in memory alone until it is written. */
  talkAt(place: Place): Promise<Talk>;
  line(payload: Uint8Array): Promise<{ readonly talk: TalkId; readonly line: RememberedLine } | undefined>;
  /** All of it or nothing. */
  write(change: BookChange): Promise<void>;
  /** At lock: what is open in memory is overwritten. */
  forget(): void;
};

const LINE_KEY = 'webchat line key';
const talkContext = (id: TalkId) => `webchat talk ${id}`;
const lineContext = ({ id, talk }: Pick<TalkLineRow, 'id' | 'talk'>) => `webchat talk ${talk} line ${id}`;

/** Places that were only looked at. */
const MOST_BLANK = 500;

type Open = {
  readonly talks: Map<TalkId, Talk>;
  readonly places: Map<string, TalkId>;
  readonly blank: Map<string, Talk>;
  lineKey: Uint8Array | undefined;
};

export type BookPorts = Pick<WebchatPorts, 'rows' | 'vault' | 'random'> & {
  readonly mostLines?: number | undefined;
  readonly mostTalks?: number | undefined;
};

export function createBook({ rows, vault, random, mostLines, mostTalks }: BookPorts): Book {
  const step = createSerial();
  let open: Open | undefined;
  let locks = 0;

  const load = async (): Promise<Open> => {
    const [talkRows, sealedKey] = await Promise.all([rows.talks(), rows.lineKey()]);
    const talks = await Promise.all(
      talkRows.map(async ({ id, sealed }) => fromSealable(await vault.open(sealed, talkContext(id))) as Talk),
    );
    return {
      talks: new Map(talks.map((talk) => [talk.id, talk])),
      places: new Map(talks.map((talk) => [placeKey(placeOf(talk)), talk.id])),
      blank: new Map(),
      lineKey: sealedKey && (await vault.open(sealedKey, LINE_KEY)),
    };
  };
  const opened = async (): Promise<Open> => {
    const before = locks;
    const { phase } = await vault.state();
    if (phase !== 'unlocked') throw new AppError(phase === 'absent' ? 'vault/absent' : 'vault/locked');
    const found = open ?? (await load());
    // What was read while keys locked is kept by nobody.
    if (before !== locks) throw new AppError('vault/locked');
    open ??= found;
    return open;
  };
  const lineId = (key: Uint8Array, payload: Uint8Array): string => toHex(hmac(sha256, key, payload).subarray(0, 16));

  return {
    step,
    talks: async () => [...(await opened()).talks.values()],
    talk: async (id) => (await opened()).talks.get(id),

    async talkAt(place) {
      const { talks, places, blank } = await opened();
      const key = placeKey(place);
      const id = places.get(key);
      const known = id === undefined ? blank.get(key) : talks.get(id);
      if (known !== undefined) return known;
      const made = blankTalk(toHex(random(16)) as TalkId, place);
      const [oldest] = blank.keys();
      if (blank.size >= MOST_BLANK && oldest !== undefined) blank.delete(oldest);
      blank.set(key, made);
      return made;
    },

    async line(payload) {
      const { lineKey } = await opened();
      const row = lineKey && (await rows.line(lineId(lineKey, payload)));
      if (row === undefined) return undefined;
      const line = fromSealable(await vault.open(row.sealed, lineContext(row))) as RememberedLine;
      return { talk: row.talk, line };
    },

    async write({ talk: wanted, lines = [] }) {
      const known = await opened();
      const { talk, orders, removeLines } = keepNewest(wanted, known.talks.get(wanted.id), lines, mostLines);
      const before = known.talks.get(talk.id);
      const removeTalks = before === undefined ? surplusTalks(known.talks.values(), talk, mostTalks) : [];
      const lineKey = known.lineKey ?? (lines.length === 0 ? undefined : random(32));
      const sealedLines =
        lineKey === undefined
          ? []
          : lines.map(async ({ payload, line }, index) => {
              const id = lineId(lineKey, payload);
              return {
                id,
                talk: talk.id,
                order: orders[index] ?? 0,
                sealed: await vault.seal(toSealable(line), lineContext({ id, talk: talk.id })),
              };
            });
      const sealed = await vault.seal(toSealable(talk), talkContext(talk.id));
      await rows.write({
        talks: [{ id: talk.id, sealed }],
        lines: await Promise.all(sealedLines),
        removeLines,
        removeTalks,
        ...(lineKey === known.lineKey || lineKey === undefined ? {} : { lineKey: await vault.seal(lineKey, LINE_KEY) }),
      });
      // Only what is on disk is known; older states of ratchets are overwritten.
      if (before !== undefined && before.agreement !== talk.agreement) before.agreement.fill(0);
      if (open !== known) {
        talk.agreement.fill(0);
        return;
      }
      for (const id of removeTalks) {
        const gone = known.talks.get(id);
        known.talks.delete(id);
        if (gone !== undefined) known.places.delete(placeKey(placeOf(gone)));
      }
      const key = placeKey(placeOf(talk));
      // Those that were written last stand last.
      known.talks.delete(talk.id);
      known.talks.set(talk.id, talk);
      known.places.set(key, talk.id);
      known.blank.delete(key);
      known.lineKey = lineKey;
    },

    forget() {
      locks += 1;
      for (const { agreement } of open?.talks.values() ?? []) agreement.fill(0);
      open?.lineKey?.fill(0);
      open = undefined;
    },
  };
}

/** Talks of one origin: what a page shows is looked for there alone. */
export const talksOn = async (book: Book, origin: Origin): Promise<readonly Talk[]> =>
  (await book.talks()).filter((talk) => talk.origin === origin);
