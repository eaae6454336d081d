import type { Origin } from '../core/brand';
import { AppError } from '../core/errors';
import { findTab } from './context';
import type { PageCalls } from './contract';
import { dropInvitation } from './invitations';
import { answerable, found, invite, leave, memberAt, takePlace } from './joining';
import { hasKeys } from './member-state';
import { tabFor } from './pages';
import { putOut } from './seats';
import { type Shared, tellPage } from './sides';
import type { Member } from './state';
import { viewOf } from './view';

type WindowSide = Pick<PageCalls, 'view' | 'originIn' | 'protect' | 'join' | 'decline' | 'end' | 'compared'>;

/** What people ask in our own window. */
export function createWindowSide(shared: Shared): WindowSide {
  const { context, book, pages, change } = shared;
  const { ports, pairs } = context;

  return {
    view: async (tab) => viewOf(context, await book.read(), tab, pages),
    originIn: async (tabId) => {
      const tabs = (await book.read()).tabs.filter((tab) => tab.tabId === tabId);
      const origin = tabs.find(({ call }) => call !== undefined)?.origin ?? pages.liveOrigin(tabId);
      return origin as Origin | undefined;
    },
    protect: (known, conversations) =>
      change(async (one) => {
        const tab = tabFor(one.world, known);
        const call = tab.call ?? (await found(context, tab));
        if (call.host !== 'me') throw new AppError('callpage/not-host');
        // Who is in it, and of whom frames come, is not asked again.
        const isWell = (member: Member) => hasKeys(member, one.now) && (pages.recent(known)?.opened ?? 0) > 0;
        for (const conversation of new Set(conversations)) {
          await invite(context, one, { tab, call, isWell }, conversation);
        }
        tellPage(shared, one, tab);
      }),
    join: (known, id) =>
      change(async (one) => {
        const tab = tabFor(one.world, known);
        if (tab.call !== undefined) throw new AppError('call/busy');
        await takePlace(context, one, tab, answerable(one, tab, id));
        tellPage(shared, one, tab);
      }),
    decline: (id) =>
      change((one) => {
        const declined = dropInvitation(one.world, id);
        if (declined) one.send(declined.channel.conversation, { kind: 'leave', call: id });
      }),
    end: (known) =>
      change((one) => {
        const tab = findTab(one.world, known);
        if (tab) leave(context, one, tab);
      }),
    compared: (known, place, characters, same) =>
      change(async (one) => {
        const tab = findTab(one.world, known);
        const call = tab?.call;
        const member = call && memberAt(call, place);
        if (!tab || !call || !member?.channel) throw new AppError('callpage/no-call');
        const { conversation } = member.channel;
        await pairs.compared(one, { tab, call, member }, characters, same);
        if (same) return ports.lines.compared(conversation, true);
        // Somebody may be between us. They hear why, and only then the channel is closed: all of it is kept first.
        one.send(conversation, { kind: 'differ', call: call.id });
        putOut(context, one, { tab, call, member });
        one.world.refused = [...new Set([...one.world.refused, conversation])];
        one.afterwards(async () => {
          await shared.flush();
        });
      }),
  };
}
