// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { limitOf, noBoxState, stateOf } from '../../../lib/chatpage/box-state';
import type { XmppSide } from '../../../lib/chatpage/xmpp-side';
import { WEBCHAT_LIMITS } from '../../../lib/core/webchat';
import type { ChatSite, OpenConversation } from '../../../lib/sites/chats/site';

const site = (xmpp: boolean) => ({ xmpp }) as ChatSite;
const talk = (change: Partial<OpenConversation> = {}) =>
  ({ locator: 'bob@lab.test', title: 'bob', kind: 'one', ...change }) as OpenConversation;
const side = ({ connected = false, hidden = false, account = undefined as string | undefined } = {}) =>
  ({ connected: () => connected, hidden: () => hidden, account: () => account }) as unknown as XmppSide;

describe('what our box is told', () => {
  it.each([
    ['nothing, once the connection is seen', true, { connected: true }, {}, undefined],
    ['[req 29] that no connection was seen yet', true, {}, {}, 'webchat/no-connection'],
    ['[req 29] that the connection is out of sight', true, { hidden: true }, {}, 'webchat/hidden-connection'],
    ['nothing of what is hidden, where one is seen', true, { connected: true, hidden: true }, {}, undefined],
    ['[req 12] that it is a room, before all', true, { hidden: true }, { kind: 'room' as const }, 'webchat/room'],
    ['[req 12] that it is a room, on any page', false, {}, { kind: 'room' as const }, 'webchat/room'],
    ['nothing of connections, where no XMPP is spoken', false, { hidden: true }, {}, undefined],
  ])('%s', (_, xmpp, seen, conversation, blocked) => {
    expect(stateOf(site(xmpp), talk(conversation), side(seen)).blocked).toBe(blocked);
  });

  it('names the account where one is logged in, and only with XMPP', () => {
    const seen = side({ connected: true, account: 'alice@lab.test' });
    expect(stateOf(site(true), talk(), seen).place).toEqual({
      protocol: 'xmpp',
      locator: 'bob@lab.test',
      title: 'bob',
      account: 'alice@lab.test',
    });
    expect(stateOf(site(true), talk(), side()).place).not.toHaveProperty('account');
    expect(stateOf(site(false), talk(), seen).place).toEqual({
      protocol: 'text',
      locator: 'bob@lab.test',
      title: 'bob',
    });
  });

  it('cuts what a page makes too long', () => {
    const { locator, title } = stateOf(
      site(false),
      talk({ locator: 'l'.repeat(9_999), title: 't'.repeat(9_999) }),
      side(),
    ).place;
    expect([locator.length, title.length]).toEqual([WEBCHAT_LIMITS.locatorLength, WEBCHAT_LIMITS.titleLength]);
  });

  it('is the page as a whole, where no box was found', () => {
    document.title = '';
    expect(noBoxState(document)).toMatchObject({ place: { title: 'localhost' }, blocked: 'webchat/no-box' });
    document.title = 'Chat';
    expect(noBoxState(document).place).toEqual({ protocol: 'text', locator: '/', title: 'Chat' });
  });

  it('never splits a message of XMPP: one is one stanza (XEP-0373, 3)', () => {
    expect(limitOf(site(true))).toBeGreaterThan(100_000);
    expect(limitOf(site(false))).toBeLessThan(400);
  });
});
