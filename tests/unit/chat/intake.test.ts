import { describe, expect, it, vi } from 'vitest';
import { createIntake } from '../../../lib/chat/intake';
import type { InboxRow } from '../../../lib/chat/rows';
import { AppError } from '../../../lib/core/errors';
import type { MessageId } from '../../../lib/core/wire/ids';
import { markSealed, type SealedKind } from '../../../lib/core/wire/sealed';

const id = (number: number) => `${number}`.padStart(32, '0') as MessageId;
const deliver = (number: number, kind: SealedKind = 'message') => ({
  kind: 'deliver' as const,
  id: id(number),
  at: number,
  payload: markSealed(
    kind,
    Uint8Array.from({ length: 40 }, (_, at) => 200 - at + (number % 40)),
  ),
});

/** Everything around the intake, as lists of what it was asked. */
function createAround() {
  const around = {
    isLocked: false,
    inbox: [] as InboxRow[],
    acknowledged: [] as MessageId[],
    written: [] as unknown[],
    groups: [] as string[],
    notices: [] as string[],
    failures: [] as unknown[],
    fail: undefined as AppError | undefined,
    poison: undefined as number | undefined,
  };
  const receive = (kind: string) => async (group: ReadonlyArray<{ at: number }>) => {
    around.groups.push(`${kind} ${group.length}`);
    if (around.fail !== undefined) throw around.fail;
    if (group.some(({ at }) => at === around.poison)) throw new Error('poison');
    return {};
  };
  const intake = createIntake({
    book: {
      step: (work: () => Promise<unknown>) => work(),
      write: async (change: unknown) => {
        around.written.push(change);
        const { opened = [] } = change as { opened?: number[] };
        around.inbox = around.inbox.filter(({ turn }) => !opened.includes(turn));
      },
    } as never,
    rows: {
      putInbox: async (rows: readonly InboxRow[]) => {
        around.inbox.push(...rows.map((row, at) => ({ ...row, turn: around.inbox.length + at })));
        return rows.length;
      },
      inbox: async (limit: number) => around.inbox.slice(0, limit),
      unopened: async () => around.inbox.length,
    } as never,
    link: {
      send: (frames: ReadonlyArray<{ ids: MessageId[] }>) => around.acknowledged.push(...(frames[0]?.ids ?? [])) > 0,
    } as never,
    vault: { state: async () => ({ phase: around.isLocked ? 'locked' : 'unlocked' }) } as never,
    announce: vi.fn(),
    notify: ({ kind }) => void around.notices.push(kind),
    onFailure: (error) => void around.failures.push(error),
    meeting: { receive: async (payload) => receive('meeting')([{ at: payload.length }]) },
    talking: { receive: receive('talking') as never },
    onOpened: vi.fn(),
  });
  return { around, intake };
}

describe('what arrives', () => {
  it('is opened and kept in one write for many, then acknowledged', async () => {
    const { around, intake } = createAround();
    await intake.take([deliver(1), deliver(2), deliver(3, 'handshake')]);
    expect(around.groups).toEqual(['talking 3']);
    expect(around.written).toHaveLength(1);
    expect(around.acknowledged).toEqual([id(1), id(2), id(3)]);
  });

  it('is opened in its order, an introduction alone', async () => {
    const { around, intake } = createAround();
    await intake.take([deliver(1), deliver(2, 'introduction'), deliver(3, 'introduction'), deliver(4)]);
    expect(around.groups).toEqual(['talking 1', 'meeting 1', 'meeting 1', 'talking 1']);
  });

  it('is kept sealed while locked, acknowledged, counted, and opened in its order afterwards [req 4]', async () => {
    const { around, intake } = createAround();
    around.isLocked = true;
    await intake.take([deliver(1), deliver(2)]);
    expect([around.groups, around.acknowledged, around.inbox.length]).toEqual([[], [id(1), id(2)], 2]);
    expect(around.notices).toEqual(['sealed']);
    around.isLocked = false;
    await intake.take([deliver(3)]);
    expect(around.groups).toEqual(['talking 3']);
    expect(around.inbox).toEqual([]);
  });

  it('is not acknowledged where it could not be kept', async () => {
    const { around, intake } = createAround();
    around.fail = new AppError('store/full');
    await expect(intake.take([deliver(1)])).rejects.toMatchObject({ code: 'store/full' });
    expect(around.acknowledged).toEqual([]);
  });

  it('is kept sealed where the keys are locked in between', async () => {
    const { around, intake } = createAround();
    around.fail = new AppError('vault/locked');
    await intake.take([deliver(1)]).catch(() => undefined);
    expect(around.inbox).toHaveLength(1);
  });

  it('does not stop before one that nobody can open: that one is dropped, and said', async () => {
    const { around, intake } = createAround();
    around.poison = 2;
    await intake.take([deliver(1), deliver(2), deliver(3)]);
    expect(around.failures.length).toBeGreaterThan(0);
    expect(around.acknowledged).toHaveLength(3);
    expect(around.groups).toEqual(['talking 3', 'talking 1', 'talking 1', 'talking 1']);
  });

  it('is dropped and acknowledged where it is of a kind that nobody here opens', async () => {
    const { around, intake } = createAround();
    await intake.take([deliver(1, 'group')]);
    expect([around.groups, around.acknowledged]).toEqual([[], [id(1)]]);
  });
});
