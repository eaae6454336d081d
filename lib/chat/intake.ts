import { AppError } from '../core/errors';
import { createSerial } from '../core/serial';
import type { RelayFrame } from '../core/wire/frames';
import type { MessageId } from '../core/wire/ids';
import { kindOf, refusalOf } from '../core/wire/sealed';
import type { BookChange } from './book';
import type { InboxRow } from './rows';
import type { Meeting, Parts, Talking } from './seams';

/** Payloads that are opened and kept by one write. */
const BATCH = 100;

type Deliver = Extract<RelayFrame, { kind: 'deliver' }>;
type Arrived = Omit<InboxRow, 'turn'> & { readonly turn?: number };

/** Which part opens it; what none does is acknowledged and dropped. */
type Class = 'introduction' | 'channel' | 'other';

function classOf({ payload }: Arrived): Class {
  const kind = refusalOf(payload) === undefined ? kindOf(payload) : undefined;
  if (kind === 'introduction') return kind;
  return kind === 'handshake' || kind === 'message' ? 'channel' : 'other';
}

/** In their order; an introduction stands alone, because it decides about what follows. */
function grouped(arrived: readonly Arrived[]): Array<{ readonly of: Class; readonly group: Arrived[] }> {
  const groups: Array<{ readonly of: Class; readonly group: Arrived[] }> = [];
  for (const one of arrived) {
    const of = classOf(one);
    const last = groups.at(-1);
    if (last?.of === of && of !== 'introduction' && last.group.length < BATCH) last.group.push(one);
    else groups.push({ of, group: [one] });
  }
  return groups;
}

export type Intake = {
  /** In the order in which they came. Each is acknowledged once it is safe here, opened or not. */
  take(frames: readonly Deliver[]): Promise<void>;
  /** Opens what came while keys were locked. */
  open(): Promise<void>;
};

/** What the relay delivers: opened at once, or kept sealed until the keys are unlocked. */
export function createIntake(
  parts: Pick<Parts, 'book' | 'rows' | 'link' | 'vault' | 'announce' | 'notify' | 'onFailure'> & {
    readonly meeting: Pick<Meeting, 'receive'>;
    readonly talking: Pick<Talking, 'receive'>;
    /** After what was opened is kept: what it led to goes out. */
    readonly onOpened: () => void;
  },
): Intake {
  const { book, rows, link, vault, announce } = parts;
  const serial = createSerial();
  /** Nothing lies here unopened: nobody else puts anything there. */
  let isDrained = false;
  const isLocked = async () => (await vault.state()).phase !== 'unlocked';
  const acknowledge = (ids: readonly MessageId[]) => link.send([{ kind: 'acknowledge', ids }]);

  const opened = (change: BookChange, group: readonly Arrived[]): BookChange => ({
    ...change,
    opened: group.flatMap(({ turn }) => (turn === undefined ? [] : [turn])),
  });
  const stepOf = (group: readonly Arrived[], of: Class): Promise<BookChange> => {
    const [first] = group;
    if (first === undefined || of === 'other') return Promise.resolve({});
    return of === 'channel' ? parts.talking.receive(group) : parts.meeting.receive(first.payload, first.at);
  };
  /** One that fails alone is given up, so that it does not stand before all others for ever. */
  const openGroup = async (group: readonly Arrived[], of: Class): Promise<void> => {
    try {
      await book.step(async () => book.write(opened(await stepOf(group, of), group)));
    } catch (error) {
      if (of === 'other' || (error instanceof AppError && /^(?:vault|store)\//.test(error.code))) throw error;
      parts.onFailure(error);
      if (group.length > 1) for (const one of group) await openGroup([one], of);
      else await openGroup(group, 'other');
    }
  };
  const openAll = async (arrived: readonly Arrived[]): Promise<void> => {
    for (const { of, group } of grouped(arrived)) await openGroup(group, of);
  };

  const keepSealed = async (arrived: readonly Arrived[]): Promise<void> => {
    isDrained = false;
    const fresh = await rows.putInbox(arrived.map(({ id, at, payload }) => ({ id, at, payload })));
    announce('relay');
    if (fresh > 0) parts.notify({ kind: 'sealed', name: '', preview: '' });
  };
  const drain = async (): Promise<void> => {
    while (!isDrained) {
      const waiting = await rows.inbox(BATCH);
      isDrained = waiting.length === 0;
      if (isDrained || (await isLocked())) return;
      await openAll(waiting);
      announce('chat');
      parts.onOpened();
      announce('relay');
    }
  };
  const openOrKeep = async (arrived: readonly Arrived[]): Promise<void> => {
    if ((await isLocked()) || (!isDrained && (await rows.unopened()) > 0)) return keepSealed(arrived);
    try {
      await openAll(arrived);
      // A person waits for this; nobody waits for what it leads to.
      announce('chat');
      parts.onOpened();
    } catch (error) {
      if (!(error instanceof AppError) || !error.code.startsWith('vault/')) throw error;
      // Locked in between: what was opened already is a duplicate when it is opened again.
      await keepSealed(arrived);
    }
  };

  return {
    take: (frames) =>
      serial(async () => {
        // Views into the packet: what is to outlast it is copied.
        const arrived = frames.map(({ id, at, payload }) => ({ id, at, payload: payload.slice() }));
        await openOrKeep(arrived);
        acknowledge(arrived.map(({ id }) => id));
        await drain();
      }),
    open: () => serial(drain),
  };
}
