import { describe, expect, it } from 'vitest';
import { frameHandlers } from '../../../lib/background/handlers/frames';
import type { Sender } from '../../../lib/bus/sender';
import type { TicketId } from '../../../lib/core/brand';
import type { RelayStatus } from '../../../lib/core/chat';
import { AppError } from '../../../lib/core/errors';
import type { SiteUses } from '../../../lib/core/site-state';
import { ONLINE, statusOf, summaryOf } from '../../support/windows/chat';

const ticket = 'a'.repeat(32) as TicketId;

type Site = {
  readonly uses?: SiteUses;
  readonly talk?: object;
  readonly boxes?: readonly object[];
  readonly pageCall?: (tab?: unknown) => object;
  readonly inner?: string;
};

function world(
  phase: 'locked' | 'unlocked',
  status: RelayStatus | AppError = ONLINE,
  { uses = ['mail'], talk = {}, boxes = [], pageCall = () => ({}), inner }: Site = {},
) {
  const failures: unknown[] = [];
  const opened: string[] = [];
  const handlers = frameHandlers({
    tickets: { claim: async () => ({ origin: 'https://mail.example.org', tabId: 7 }), ofPurpose: async () => boxes },
    grants: { granted: async () => ({ uses, mode: 'sealed' }) },
    webchat: { view: async () => talk },
    pageCalls: { glance: async (tab: unknown) => pageCall(tab), originIn: async () => inner },
    memory: { get: async () => undefined },
    vault: { state: async () => ({ phase }) },
    ownKeys: { count: async () => 1 },
    drafts: { count: async () => 0 },
    contacts: { undecidedCount: async () => 1 },
    screen: { openApp: async (hash: string) => void opened.push(hash) },
    onFailure: (error: unknown) => void failures.push(error),
    chat: {
      account: {
        status: async () => {
          if (status instanceof AppError) throw status;
          return status;
        },
      },
      conversations: {
        list: async () => {
          if (phase === 'locked') throw new AppError('vault/locked');
          return [
            summaryOf(1, { unread: 2 }),
            summaryOf(2, { unread: 1, status: statusOf({ channel: 'your-decision' }) }),
            summaryOf(3, { status: statusOf({ channel: 'changed', changed: 'certificate' }) }),
          ];
        },
      },
    },
  } as never);
  const context = { sender: { tabId: 7 } as Sender } as never;
  return { failures, opened, ask: () => handlers['bar.state']({ ticket }, context), handlers, context };
}

describe('what the bar in a page is told of chat', () => {
  it('[req 2] is counts, and nothing about who', async () => {
    const answer = await world('unlocked', { ...ONLINE, queued: 3 }).ask();
    expect(answer).toEqual({
      phase: 'ready',
      draftsWaiting: 0,
      attention: 1,
      chat: { unread: 3, queued: 3, relay: 'online', requests: 1, unopened: 0 },
    });
    const numbers = Object.values((answer as { chat: object }).chat);
    expect(numbers.filter((value) => typeof value !== 'number')).toEqual(['online']);
  });

  it('is what came, while locked, without a look at any conversation', async () => {
    const { ask, failures } = world('locked', { ...ONLINE, unopened: 4 });
    expect(await ask()).toMatchObject({ phase: 'locked', chat: { unread: 0, requests: 0, unopened: 4 } });
    expect(failures).toEqual([]);
  });

  it('is left out without an account, and where chat cannot be asked, so that mail goes on', async () => {
    const absent = await world('locked', { ...ONLINE, account: undefined, link: { phase: 'absent' } }).ask();
    expect(absent).toEqual({ phase: 'locked', draftsWaiting: 0, attention: 1 });
    const broken = world('unlocked', new AppError('store/failed'));
    expect(await broken.ask()).toEqual({ phase: 'ready', draftsWaiting: 0, attention: 1 });
    expect(broken.failures).toHaveLength(1);
  });

  it('is how words go out in the conversation that is open in its tab, and not to whom', async () => {
    const box = { tabId: 7, origin: 'https://mail.example.org', detail: { place: { protocol: 'text' } } };
    const peer = { name: 'Anna Berg', decision: 'verified' };
    const told = async (talk: object, boxes: readonly object[] = [box]) => {
      const state = await world('unlocked', ONLINE, { uses: ['chat'], talk, boxes }).ask();
      expect(JSON.stringify(state)).not.toContain('Anna');
      return state.talk;
    };
    expect(await told({ way: 'openpgp', writable: true, peer })).toEqual({ way: 'openpgp', isVerified: true });
    expect(await told({ way: 'channel', writable: true })).toEqual({ way: 'channel', isVerified: false });
    const nothing = { way: 'none', isVerified: false };
    expect(await told({ way: 'channel', writable: false, peer })).toEqual(nothing);
    expect(await told({ way: 'no-trace', writable: true, peer })).toEqual(nothing);
    expect(await told({ way: 'openpgp', writable: true, peer }, [{ ...box, tabId: 8 }])).toEqual(nothing);
  });

  it('[req 2] is how the call of its tab is protected, locked or not, and not with whom', async () => {
    const told = { status: 'cannot', code: 'callpage/no-worker', live: true, invited: false };
    const pageCall = () => ({ ...told, members: ['Anna Berg'] });
    for (const phase of ['locked', 'unlocked'] as const) {
      expect((await world(phase, ONLINE, { uses: ['call'], pageCall }).ask()).call).toEqual(told);
    }
    expect((await world('unlocked', ONLINE, { uses: ['mail'], pageCall }).ask()).call).toBeUndefined();
  });

  it('is how the call of a page inside its page is protected, where there is one', async () => {
    const asked: unknown[] = [];
    const pageCall = (tab: unknown) => {
      asked.push(tab);
      return { status: 'off', live: true, invited: false };
    };
    await world('unlocked', ONLINE, { uses: ['call'], pageCall }).ask();
    await world('unlocked', ONLINE, { uses: ['call'], pageCall, inner: 'https://meet.example' }).ask();
    expect(asked).toEqual([
      { tabId: 7, origin: 'https://mail.example.org' },
      { tabId: 7, origin: 'https://meet.example' },
    ]);
  });

  it('is a failure where nobody can tell how the call is protected, and no words that may be wrong', async () => {
    const pageCall = () => {
      throw new AppError('store/failed');
    };
    await expect(world('unlocked', ONLINE, { uses: ['call'], pageCall }).ask()).rejects.toThrow('store/failed');
  });

  it('leads to the chat tab', async () => {
    const { handlers, context, opened } = world('unlocked');
    await handlers['frame.openWindow']({ window: 'chat' }, context);
    expect(opened).toEqual(['chat']);
  });
});
