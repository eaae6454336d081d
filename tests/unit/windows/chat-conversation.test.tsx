// @vitest-environment jsdom
import { act } from 'preact/test-utils';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ChatMessage, ConversationView } from '../../../lib/core/chat';
import { AppError } from '../../../lib/core/errors';
import { App } from '../../../lib/windows/app/app';
import {
  chatAnswers,
  conversationId,
  messageOf,
  NO_TALK,
  NOW,
  noteOf,
  ONLINE,
  statusOf,
  summaryOf,
  viewOf,
} from '../../support/windows/chat';
import { TALK, VALIDITY } from '../../support/windows/chat-talk';
import { byId, draw, erase, find, goTo, press, pressKey, settle, settleBurst } from '../../support/windows/draw';
import { type Answers, createFakePorts } from '../../support/windows/fake-ports';
import { lookAtWindow, standInForBrowser } from '../../support/windows/modal';

const ID = conversationId(1);

beforeAll(() => {
  standInForBrowser();
});
beforeEach(() => {
  location.hash = `#chat/${ID}`;
  lookAtWindow(true);
});
afterEach(() => {
  erase();
  vi.restoreAllMocks();
});

const open = async (messages: readonly ChatMessage[], view: Partial<ConversationView> = {}, more: Answers = {}) => {
  const ports = createFakePorts({ ...chatAnswers({ view: viewOf(view), messages }), ...more });
  const root = await draw(<App />, ports);
  return { ports, root };
};
const rowsIn = (root: ParentNode) => [...root.querySelectorAll<HTMLElement>('[data-testid=chat-message]')];
const withText = (root: ParentNode, text: string): HTMLElement =>
  rowsIn(root).find((row) => row.textContent.includes(text)) ?? expect.fail(`no message "${text}"`);

describe('a conversation', () => {
  it('shows whose message it is and how far it is, in words', async () => {
    const { root } = await open(TALK);
    const states = rowsIn(root).map(({ dataset }) => `${dataset['mine']} ${dataset['state']}`);
    expect(states).toContain('true error');
    expect(states).toContain('false received');
    expect(withText(root, 'Yes. I bring the papers.').textContent).toContain('At the relay');
    expect(withText(root, 'And coffee.').textContent).toContain('Sending');
    expect(withText(root, 'Hello Anna!').textContent).toContain('Delivered');
    expect(withText(root, 'came late').textContent).toContain('Came late');
    expect(root.textContent).toContain('3 messages are missing here.');
    expect(root.textContent).toContain('You compared with Anna: verified.');
    expect(root.querySelector('[data-testid=chat-status]')?.textContent).toContain('Sealed, not verified');
  });

  it('says why a message was not sent, and sends it again', async () => {
    const { ports, root } = await open(TALK, {}, { 'chat.sendAgain': () => undefined });
    const failed = withText(root, 'Can you hear me?');
    expect(failed.textContent).toContain('This could not be sent for 12 hours.');
    await press(failed, 'Send again');
    expect(ports.inputsOf('chat.sendAgain')).toEqual([{ id: ID, message: failed.dataset['id'] }]);
  });

  it('takes back what waits for the relay, and not what is only on its way', async () => {
    const { ports, root } = await open(
      [
        messageOf(1, 'waits', { mine: true, state: 'sending', at: NOW - 60_000 }),
        messageOf(2, 'goes', { mine: true, state: 'sending', at: NOW - 1_000 }),
      ],
      {},
      { 'chat.cancel': () => undefined },
    );
    expect(withText(root, 'goes').textContent).not.toContain('Take back');
    await press(withText(root, 'waits'), 'Take back');
    expect(ports.inputsOf('chat.cancel')).toMatchObject([{ id: ID, message: withText(root, 'waits').dataset['id'] }]);
  });

  it('leaves only that there was a message where its time is over, and does not wait for the background [req 24]', async () => {
    const over = messageOf(34, 'a secret whose time is over', { goneAt: NOW - 1 });
    const { root } = await open([...VALIDITY, over]);
    expect(root.textContent).toContain('Message received');
    expect(root.textContent).toContain('Message sent');
    expect(root.textContent).not.toContain('a secret whose time is over');
    expect(withText(root, 'The door opens').textContent).toContain('Goes in 4 minutes');
    expect(withText(root, 'I forget it now').textContent).toContain('Goes 1 minute after it is read');
  });

  it('opens links in a tab that knows nothing of us, and names the host of a look-alike [req 24]', async () => {
    const { root } = await open([
      messageOf(1, 'see https://example.org/plan and https://\u0430pple.example/ and javascript:alert(1)'),
    ]);
    const links = [...root.querySelectorAll<HTMLAnchorElement>('.chat-words a')];
    expect(links.map(({ rel, target }) => [rel, target])).toEqual([
      ['noopener noreferrer', '_blank'],
      ['noopener noreferrer', '_blank'],
    ]);
    expect(root.querySelector('.chat-words')?.textContent).toMatch(/\(xn--[a-z0-9-]+\.example\)/);
  });

  it('shows what would turn the line or hide in it [req 24]', async () => {
    const { root } = await open([messageOf(1, 'pay \u202e0001\u202c and \u0007 <b>x</b>')]);
    const words = root.querySelector('.chat-words');
    expect(words?.textContent).toBe('pay \ufffd0001\ufffd and \ufffd <b>x</b>');
    expect(words?.querySelector('b')).toBeNull();
  });

  it('asks once for the newest messages however many changes are told, and draws a bounded part of 10,000', async () => {
    const messages = Array.from({ length: 10_000 }, (_, at) => messageOf(at + 1, `text ${at + 1}`));
    const { ports, root } = await open(messages);
    ports.asked.length = 0;
    for (let change = 0; change < 200; change++) ports.announce('chat');
    await settle();
    for (const name of ['chat.history', 'chat.view', 'chat.list'] as const) {
      expect(ports.inputsOf(name).length, name).toBeLessThanOrEqual(2);
    }
    expect(ports.inputsOf('chat.history')).toContainEqual({ id: ID, limit: 50 });
    expect(rowsIn(root).length).toBeLessThanOrEqual(240);
    expect(rowsIn(root).at(-1)?.textContent).toContain('text 10000');
  });

  it('reads out what came while it is open, and nothing of what was there', async () => {
    const messages = [messageOf(1, 'before')];
    const { ports, root } = await open(messages);
    const spoken = () =>
      [...root.querySelectorAll('[aria-live=polite] p')].map((one) => one.textContent).filter(Boolean);
    expect(spoken()).toEqual([]);
    messages.push(messageOf(2, 'after'));
    ports.announce('chat');
    await settle();
    expect(spoken()).toEqual(['Anna Berg: after']);
  });
});

describe('reading', () => {
  it('is told only while the window is in front', async () => {
    lookAtWindow(false);
    const { ports } = await open([messageOf(7, 'one'), messageOf(9, 'two')], { unread: 2 });
    expect(ports.inputsOf('chat.read')).toEqual([]);
    await act(() => lookAtWindow(true));
    await settle();
    expect(ports.inputsOf('chat.read')).toEqual([{ id: ID, place: 9 }]);
    ports.announce('chat');
    await settle();
    expect(ports.inputsOf('chat.read')).toHaveLength(1);
  });

  it('is not told where nothing is unread', async () => {
    const { ports } = await open([messageOf(7, 'one')]);
    expect(ports.inputsOf('chat.read')).toEqual([]);
  });

  it('is told again when the background did not hear it', async () => {
    let deaf = true;
    const { ports } = await open(
      [messageOf(7, 'one')],
      {},
      {
        'chat.view': () => viewOf({ unread: 1 }),
        'chat.read': () => {
          if (deaf) throw new AppError('bus/internal');
        },
      },
    );
    deaf = false;
    for (let change = 0; change < 2; change++) {
      ports.announce('chat');
      await settleBurst();
    }
    const told = { id: ID, place: 7 };
    expect(ports.inputsOf('chat.read')).toEqual([told, told]);
  });
});

describe('what stands around the messages', () => {
  it('is a sentence with a way on where something failed', async () => {
    let fails = true;
    const { root } = await open(
      [messageOf(1, 'one')],
      {},
      {
        'chat.history': () => {
          if (fails) throw new AppError('store/failed');
          return { messages: [messageOf(1, 'one')], more: false };
        },
      },
    );
    expect(root.textContent).toContain('The browser could not store this.');
    fails = false;
    await press(root, 'Try again');
    expect(withText(root, 'one')).toBeDefined();
  });

  it('tells who is there and who writes, and only where it was told', async () => {
    const { root } = await open([], { online: true });
    expect(root.querySelector('.chat-head')?.textContent).toContain('Online');
    erase();
    const quiet = await open([], { online: false });
    expect(quiet.root.querySelector('.chat-head')?.textContent).not.toContain('Online');
    expect(quiet.root.querySelector('.online-dot')).toBeNull();
  });

  it('goes back to the list with Escape and with the button', async () => {
    const { root } = await open([messageOf(1, 'one')]);
    await pressKey(root.querySelector('[data-testid=chat-text]') ?? expect.fail(), 'Escape');
    expect(location.hash).toBe('#chat');
    await goTo(`#chat/${ID}`);
    await press(root, 'Back to all conversations');
    expect(location.hash).toBe('#chat');
  });

  it('leads back where the conversation is not here any more', async () => {
    const { root } = await open([], {}, { 'chat.view': () => Promise.reject(new AppError('chat/unknown')) });
    expect(root.textContent).toContain('This conversation is not here any more.');
    await press(root, 'Back to all conversations');
    expect(location.hash).toBe('#chat');
  });

  it('tells that a conversation without trace is asked for, and leads there', async () => {
    const { root } = await open(
      [],
      { noTrace: true },
      {
        'noTrace.view': () => ({ ...NO_TALK, phase: 'asked' }),
      },
    );
    expect(root.textContent).toContain('Anna asks for a conversation without trace.');
    await press(root, 'Look at it');
    expect(byId(root, 'notrace').dataset['phase']).toBe('asked');
    expect(root.querySelector('[data-testid=chat-text]')).toBeNull();
  });

  it('says under the list that the relay cannot be reached, whatever is open', async () => {
    location.hash = '#chat';
    const { root } = await open(
      [],
      {},
      {
        'relay.status': () => ({
          ...ONLINE,
          link: { phase: 'offline', code: 'relay/unreachable', nextTry: NOW },
          queued: 3,
        }),
      },
    );
    expect(byId(root, 'chat-list').textContent).toContain('Relay not reachable, 3 messages wait');
  });

  it('counts in the tab what is unread and who waits for a decision', async () => {
    const list = [
      summaryOf(1, { unread: 4 }),
      summaryOf(2, { status: statusOf({ channel: 'your-decision', writable: false }) }),
    ];
    const { root } = await open([], {}, { 'chat.list': () => list });
    expect(find(root, 'Chat').querySelector('.tab-count')?.textContent).toBe('5');
  });

  it('shows a note of the conversation in the middle, as a message of nobody', async () => {
    const { root } = await open([noteOf(1, { kind: 'note', note: 'ended-by-them' })]);
    expect(root.querySelector('[data-note=ended-by-them]')?.textContent).toBe('Anna ended the channel.');
    expect(rowsIn(root)).toEqual([]);
  });
});
