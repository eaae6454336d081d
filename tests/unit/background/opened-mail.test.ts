import { describe, expect, it } from 'vitest';
import { createOpenedMail } from '../../../lib/background/opened-mail';
import type { Ticket } from '../../../lib/background/tickets';
import { AppError } from '../../../lib/core/errors';
import { createMime } from '../../../lib/mime/mime';

const ticket = {
  id: 'a'.repeat(32),
  purpose: 'message',
  tabId: 7,
  pageFrameId: 0,
  detail: { whole: 'mime' },
} as Ticket;
const MAIL = new Blob(['From: bob@example.org\r\nContent-Type: text/plain\r\n\r\nA plain mail.\r\n']);

function setUp() {
  const state = { unlocked: true, sources: [MAIL] as Array<Blob | undefined>, asked: 0 };
  const opened = createOpenedMail({
    mime: createMime(),
    pgp: {} as never,
    secrets: () => Promise.reject(new AppError('vault/locked')),
    signers: async () => [],
    judge: async () => ({ status: 'none' }),
    isUnlocked: async () => state.unlocked,
    pages: {
      async source() {
        state.asked += 1;
        const source = state.sources.shift();
        if (source === undefined) throw new AppError('mail/source-unavailable');
        return source;
      },
    } as never,
  });
  return { opened, state };
}

describe('a message that is being opened', () => {
  it('is asked of the page as soon as it is offered, before its frame has loaded', async () => {
    const { opened, state } = setUp();
    await opened.begin(ticket, undefined);
    expect(state.asked).toBe(1);
    expect(await opened.take(ticket)).toMatchObject({
      ok: true,
      reading: { text: expect.stringContaining('A plain') },
    });
    expect(state.asked).toBe(1);
  });

  it('is asked again where the page had nothing at first', async () => {
    const { opened, state } = setUp();
    state.sources = [undefined, MAIL];
    await opened.begin(ticket, undefined);
    expect(await opened.take(ticket)).toMatchObject({ ok: true });
    expect(state.asked).toBe(2);
  });

  it('is not given out once the keys are locked, though it was opened before [req 4]', async () => {
    const { opened, state } = setUp();
    await opened.begin(ticket, MAIL);
    state.unlocked = false;
    expect(await opened.take(ticket)).toEqual({ ok: false, code: 'vault/locked' });
  });

  it('is opened after all where the keys were locked when it was offered', async () => {
    const { opened, state } = setUp();
    state.unlocked = false;
    const started = opened.start(MAIL, { whole: 'mime' });
    await opened.begin(ticket, MAIL, started);
    state.unlocked = true;
    expect(await opened.take(ticket)).toMatchObject({ ok: true });
    expect(state.asked).toBe(0);
  });

  it('that the page does not have any more says so', async () => {
    const { opened, state } = setUp();
    state.sources = [];
    expect(await opened.take(ticket)).toEqual({ ok: false, code: 'mail/source-unavailable' });
  });
});
