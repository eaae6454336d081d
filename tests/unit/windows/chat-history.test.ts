import { describe, expect, it } from 'vitest';
import type { ChatMessage } from '../../../lib/core/chat';
import { AppError } from '../../../lib/core/errors';
import { createHistory, type HistoryState } from '../../../lib/windows/app/chat/history/create-history';
import { indexOfPlace, leavesGap, takeIn, withMessage } from '../../../lib/windows/app/chat/history/pages';
import { firstUnread, rowsOf } from '../../../lib/windows/app/chat/history/rows';
import { around, bounds, grownDown, grownUp } from '../../../lib/windows/app/chat/history/slice';
import { messageOf, NOW, noteOf, pageOf } from '../../support/windows/chat';

const many = (from: number, to: number): ChatMessage[] =>
  Array.from({ length: to - from + 1 }, (_, index) => messageOf(from + index, `text ${from + index}`));
const places = ({ messages }: { readonly messages: readonly ChatMessage[] }) => messages.map(({ place }) => place);

describe('pages of a history', () => {
  it('are joined without holes, and a page is the truth about its range', () => {
    const loaded = takeIn({ messages: [], more: true }, { messages: many(11, 20), more: true }, undefined);
    expect(places(loaded)).toEqual([11, 12, 13, 14, 15, 16, 17, 18, 19, 20]);
    const older = takeIn(loaded, { messages: many(5, 10), more: true }, 11);
    expect(places(older)[0]).toBe(5);
    // 18 was taken back, 21 came.
    const newest = takeIn(older, { messages: [...many(16, 17), ...many(19, 21)], more: true }, undefined);
    expect(places(newest)).toEqual([5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 19, 20, 21]);
    expect(newest.more).toBe(true);
    expect(takeIn(newest, { messages: many(1, 4), more: false }, 5).more).toBe(false);
  });

  it('show what changed in a message', () => {
    const loaded = { messages: [messageOf(1, 'a', { mine: true, state: 'sending' })], more: false };
    const told = takeIn(
      loaded,
      { messages: [messageOf(1, 'a', { mine: true, state: 'stored' })], more: false },
      undefined,
    );
    expect(told.messages.map(({ state }) => state)).toEqual(['stored']);
  });

  it('let go of what is older where they leave a gap', () => {
    const loaded = { messages: many(1, 10), more: false };
    const page = { messages: many(30, 40), more: true };
    expect(leavesGap(loaded, page)).toBe(true);
    expect(takeIn(loaded, page, undefined)).toEqual(page);
  });

  it('take a single message in its place, once', () => {
    const loaded = { messages: many(1, 3), more: false };
    const more = withMessage(withMessage(loaded, messageOf(4, 'new')), messageOf(4, 'new', { state: 'stored' }));
    expect(places(more)).toEqual([1, 2, 3, 4]);
    expect(more.messages.at(-1)?.state).toBe('stored');
  });
});

describe('the history that a window has', () => {
  const world = (all: ChatMessage[]) => {
    const asked: Array<{ before: number | undefined; limit: number }> = [];
    let state: HistoryState | undefined;
    const loader = createHistory({
      ask: async (before, limit) => {
        asked.push({ before, limit });
        return pageOf(all, { before, limit });
      },
      onChange: (next) => {
        state = next;
      },
    });
    const settled = async () => {
      await loader.reach(Number.MAX_SAFE_INTEGER);
      return state ?? expect.fail('nothing was told');
    };
    return { asked, loader, settled };
  };

  it('asks once for the newest page however many changes are told at once', async () => {
    const { asked, loader, settled } = world(many(1, 10_000));
    loader.begin(0);
    await settled();
    await loader.reach(1);
    asked.length = 0;
    for (let change = 0; change < 500; change++) loader.changed();
    const { messages } = await settled();
    expect(asked).toEqual([{ before: undefined, limit: 50 }]);
    expect(messages).toHaveLength(10_000);
  });

  it('asks as well for what is in sight, where that is further up', async () => {
    const { asked, loader, settled } = world(many(1, 1_000));
    loader.begin(0);
    loader.loadOlder();
    await settled();
    loader.loadOlder();
    await settled();
    loader.look({ first: 840, last: 850 });
    await settled();
    asked.length = 0;
    loader.changed();
    await settled();
    expect(asked).toEqual([
      { before: undefined, limit: 50 },
      { before: 851, limit: 100 },
    ]);
  });

  it('fills the gap while somebody reads further up and much arrives', async () => {
    const all = many(1, 60);
    const { loader, settled } = world(all);
    loader.begin(0);
    await settled();
    loader.look({ first: 20, last: 30 });
    all.push(...many(61, 2_060));
    loader.changed();
    const { messages } = await settled();
    expect(messages).toHaveLength(2_050);
    expect(new Set(places({ messages })).size).toBe(2_050);
  });

  it('begins with as much as is unread', async () => {
    const { loader, settled } = world(many(1, 1_000));
    loader.begin(120);
    const { messages } = await settled();
    expect(messages).toHaveLength(170);
  });

  it('keeps what is drawn when a later question fails, and can be asked again when the first does', async () => {
    let fails = true;
    const states: HistoryState[] = [];
    const loader = createHistory({
      ask: async () => {
        if (fails) throw new AppError('store/failed');
        return { messages: many(1, 3), more: false };
      },
      onChange: (state) => states.push(state),
    });
    loader.begin(0);
    await loader.reach(0);
    expect(states.at(-1)).toMatchObject({ phase: 'failed', code: 'store/failed' });
    fails = false;
    loader.changed();
    await loader.reach(0);
    expect(states.at(-1)?.phase).toBe('ready');
    expect(states.at(-1)?.code).toBeUndefined();
    fails = true;
    loader.changed();
    await loader.reach(0);
    expect(states.at(-1)?.messages).toHaveLength(3);
    expect(states.at(-1)?.phase).toBe('ready');
  });
});

describe('what is drawn of it', () => {
  it('is a bounded part, that grows to where one scrolls', () => {
    const messages = many(1, 10_000);
    expect(bounds(messages, undefined)).toEqual([9_920, 10_000]);
    let slice = grownUp(messages, undefined);
    for (let step = 0; step < 50; step++) {
      slice = grownUp(messages, slice);
      const [start, end] = bounds(messages, slice);
      expect(end - start).toBeLessThanOrEqual(240);
    }
    const [start] = bounds(messages, slice);
    expect(start).toBe(9_920 - 51 * 60);
    for (let step = 0; step < 60; step++) slice = grownDown(messages, slice);
    expect(bounds(messages, slice)[1]).toBe(10_000);
    const [from, to] = bounds(messages, around(messages, 5_000));
    expect(from).toBeLessThan(indexOfPlace(messages, 5_000));
    expect(to).toBeGreaterThan(indexOfPlace(messages, 5_000));
  });

  it('stays where it is while older messages come', () => {
    const messages = many(101, 400);
    const slice = grownUp(messages, undefined);
    const before = messages[bounds(messages, slice)[0]]?.place;
    const longer = [...many(1, 100), ...messages];
    expect(longer[bounds(longer, slice)[0]]?.place).toBe(before);
  });

  it('has a line above each day, above what is new, and none between what belongs together', () => {
    const day = 86_400_000;
    const rows = rowsOf(
      [
        messageOf(1, 'a', { at: NOW - day }),
        messageOf(2, 'b', { at: NOW - 60_000 }),
        messageOf(3, 'c', { at: NOW - 50_000 }),
        messageOf(4, 'd', { at: NOW - 40_000 }),
      ],
      4,
    );
    expect(
      rows.map((row) => (row.kind === 'message' ? `${row.message.place}${row.joined ? ' joined' : ''}` : row.kind)),
    ).toEqual(['day', '1', 'day', '2', '3 joined', 'unread', '4']);
  });

  it('finds the first unread message of theirs, past notes and mine', () => {
    const messages = [
      messageOf(1, 'read'),
      messageOf(2, 'new'),
      messageOf(3, 'mine', { mine: true }),
      noteOf(4, { kind: 'note', note: 'opened' }),
      messageOf(5, 'new too'),
    ];
    expect(firstUnread(messages, 2)).toBe(2);
    expect(firstUnread(messages, 0)).toBeUndefined();
  });
});
