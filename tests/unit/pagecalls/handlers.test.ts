import { describe, expect, it } from 'vitest';
import type { Deps } from '../../../lib/background/deps';
import { pageCallHandlers } from '../../../lib/background/handlers/page-calls';
import { createTickets } from '../../../lib/background/tickets';
import type { Sender } from '../../../lib/bus/sender';
import type { Origin, TicketId } from '../../../lib/core/brand';
import type { CallId } from '../../../lib/core/calls';
import { AppError } from '../../../lib/core/errors';
import { fakeMemory } from '../../support/fake-memory';

const CALLS = 'https://meet.example' as Origin;
const MAIL = 'https://mail.example' as Origin;
const TICKET = 'cd'.repeat(16) as TicketId;
const CALL = 'ab'.repeat(16) as CallId;
const REPORT = { live: 1, uncovered: 0, clear: 0, passing: false };

/** The handlers, over calls that only say what reached them. */
function createDesk() {
  const reached: Array<readonly [name: string, ...input: unknown[]]> = [];
  let time = 0;
  let touched = 0;
  const memory = fakeMemory();
  const pageCalls = new Proxy({} as Deps['pageCalls'], {
    get: (_target, name) =>
      name === 'originIn'
        ? async () => undefined
        : async (...input: unknown[]) => void reached.push([String(name), ...input]),
  });
  const deps = {
    tickets: createTickets({ memory, now: () => time }),
    memory,
    pageCalls,
    now: () => time,
    announce: async () => undefined,
    frameUrl: (path: string) => `ext:/${path}`,
    screen: { urlOf: async (id: number) => ({ id, url: id === 7 ? `${CALLS}/room` : `${MAIL}/` }) },
    autoLock: {
      touch: async () => {
        touched += 1;
      },
    },
    grants: {
      require: async (origin: string) => {
        if (origin !== CALLS && origin !== MAIL) throw new AppError('site/not-granted');
        return { uses: [origin === CALLS ? 'call' : 'mail'] };
      },
    },
  } as unknown as Deps;
  const context = (sender: Sender) => ({ sender }) as never;
  const pass = (ms: number): void => {
    time += ms;
  };
  return { handlers: pageCallHandlers(deps), reached, context, pass, touched: () => touched };
}

const page = (origin: Origin, tabId = 7, frameId = 0): Sender => ({ class: 'page', tabId, frameId, origin });
const frame = (tabId = 7, frameId = 40): Sender => ({ class: 'frame', tabId, frameId, path: '/call-frame.html' });

describe('what a page, our frame and our window may ask about calls', () => {
  it('names the tab, the origin and the document as the browser does', async () => {
    const { handlers, reached, context } = createDesk();
    await handlers['callPage.report'](REPORT, context(page(CALLS, 7, 12)));
    expect(reached).toEqual([['report', { tabId: 7, origin: CALLS, document: 12 }, REPORT]]);
  });

  it('refuses a page that was granted for something else, or for nothing [req 26]', async () => {
    const { handlers, reached, context } = createDesk();
    for (const origin of [MAIL, 'https://evil.example' as Origin]) {
      await expect(handlers['callPage.hello']({ began: 1 }, context(page(origin)))).rejects.toThrow('site/not-granted');
      await expect(handlers['callPage.report'](REPORT, context(page(origin)))).rejects.toThrow('site/not-granted');
      await expect(handlers['callPage.offerFrame']({ ticket: TICKET }, context(page(origin)))).rejects.toThrow();
    }
    await expect(handlers['pageCall.view']({ tabId: 8 }, context({ class: 'window' }))).rejects.toThrow(
      'site/not-granted',
    );
    expect(reached).toEqual([]);
  });

  it('serves one frame for a ticket, in the tab that it was made for [req 26]', async () => {
    const { handlers, reached, context } = createDesk();
    await handlers['callPage.offerFrame']({ ticket: TICKET }, context(page(CALLS, 7, 12)));
    const took = { ticket: TICKET, call: CALL, place: 1, generation: 0 };
    await expect(handlers['callFrame.took'](took, context(frame(8)))).rejects.toThrow('bus/refused');
    await handlers['callFrame.took'](took, context(frame()));
    await expect(handlers['callFrame.took'](took, context(frame(7, 41)))).rejects.toThrow('ticket/used');
    await expect(
      handlers['callFrame.open']({ ticket: TICKET }, context({ ...frame(), path: '/reader.html' })),
    ).rejects.toThrow('bus/refused');
    expect(reached).toEqual([
      ['took', { tabId: 7, origin: CALLS, document: 12 }, TICKET, { call: CALL, place: 1, generation: 0 }],
    ]);
  });

  it('keeps keys open while frames are sealed and opened, and not for a page in which none are', async () => {
    const { handlers, context, pass, touched } = createDesk();
    await handlers['callPage.offerFrame']({ ticket: TICKET }, context(page(CALLS)));
    const counted = (counts: { sealed: number; opened: number; refused: number }) =>
      handlers['callFrame.counts']({ ticket: TICKET, call: CALL, ...counts }, context(frame()));
    await counted({ sealed: 30, opened: 0, refused: 9 });
    expect(touched()).toBe(0);
    await counted({ sealed: 30, opened: 30, refused: 0 });
    await counted({ sealed: 30, opened: 30, refused: 0 });
    expect(touched()).toBe(1);
    pass(10_000);
    await counted({ sealed: 30, opened: 30, refused: 0 });
    expect(touched()).toBe(2);
  });
});
