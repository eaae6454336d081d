// @vitest-environment jsdom
import { act } from 'preact/test-utils';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { App } from '../../../lib/windows/app/app';
import {
  chatAnswers,
  conversationId,
  messageOf,
  NOW,
  ONLINE,
  statusOf,
  summaryOf,
  viewOf,
} from '../../support/windows/chat';
import { byId, draw, erase, find, goTo, press, pressKey, settle, settleBurst, type } from '../../support/windows/draw';
import { type Answers, createFakePorts } from '../../support/windows/fake-ports';
import { lookAtWindow, standInForBrowser } from '../../support/windows/modal';

const ID = conversationId(1);
const LIST = [
  summaryOf(1, { draft: 'I have thought', online: true, unread: 2 }),
  summaryOf(2, { name: 'Carla Ruiz', typing: true, status: statusOf({ decision: 'verified' }) }),
  summaryOf(3, { name: 'Dora\u202e', preview: '', status: statusOf({ channel: 'your-decision', writable: false }) }),
  summaryOf(4, { name: 'Farid', queued: 2, preview: 'Did it\narrive?' }),
];

beforeAll(() => {
  standInForBrowser();
});
beforeEach(() => {
  location.hash = '#chat';
  lookAtWindow(true);
});
afterEach(() => {
  erase();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const open = async (more: Answers = {}) => {
  const ports = createFakePorts({ ...chatAnswers({ list: LIST }), ...more });
  const root = await draw(<App />, ports);
  return { ports, root };
};
const rows = (root: ParentNode) => [...root.querySelectorAll<HTMLElement>('[data-testid=chat-row]')];

describe('the list of conversations', () => {
  it('says of each who, what, how sure', async () => {
    const { root } = await open();
    const [anna, carla, dora, farid] = rows(root).map((row) => row.textContent);
    expect(anna).toContain('Draft: I have thought');
    expect(anna).toContain('2 unread');
    expect(anna).toContain('Online');
    expect(carla).toContain('is writing');
    expect(carla).not.toContain('Online');
    expect(dora).toContain('Dora\ufffd');
    expect(dora).toContain('Waiting for your decision');
    expect(farid).toContain('Did it arrive?');
    const labels = rows(root).map((row) => row.querySelector('svg')?.getAttribute('aria-label'));
    expect(labels[1]).toBe('Sealed, verified');
    expect(labels[0]).toBe('Sealed, not verified');
    expect(rows(root)[3]?.innerHTML).toContain('2 waiting to be sent');
  });

  it('is one tab stop, and arrow keys move in it', async () => {
    const { root } = await open();
    expect(rows(root).map(({ tabIndex }) => tabIndex)).toEqual([0, -1, -1, -1]);
    await pressKey(byId(root, 'chat-search'), 'ArrowDown');
    expect(document.activeElement).toBe(rows(root)[0]);
    await pressKey(rows(root)[0] ?? root, 'ArrowDown');
    await pressKey(rows(root)[1] ?? root, 'End');
    expect(document.activeElement).toBe(rows(root)[3]);
  });

  it('opens a conversation by its address, and marks it', async () => {
    const { root } = await open();
    await goTo(rows(root)[0]?.getAttribute('href') ?? '');
    expect(location.hash).toBe(`#chat/${ID}`);
    expect(rows(root)[0]?.getAttribute('aria-current')).toBe('page');
    expect(byId(root, 'chat-text')).toBeDefined();
  });

  it('follows what happens', async () => {
    let list = LIST;
    const { ports, root } = await open({ 'chat.list': () => list });
    list = [summaryOf(9, { name: 'Eva Holm' }), ...LIST];
    ports.announce('chat');
    await settleBurst();
    expect(rows(root)[0]?.textContent).toContain('Eva Holm');
  });
});

describe('the search', () => {
  const found = messageOf(40, 'We meet at the station at noon.', { at: NOW - 86_400_000 });
  const search = async (answers: Answers, query: string) => {
    const { ports, root } = await open(answers);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await type(root, 'Search messages', query);
    await act(async () => void (await vi.advanceTimersByTimeAsync(300)));
    vi.useRealTimers();
    await settle();
    return { ports, root };
  };

  it('finds people at once and messages with what was looked for marked', async () => {
    const { ports, root } = await search(
      { 'chat.search': () => [{ conversation: ID, name: 'Anna Berg', message: found }] },
      'station',
    );
    expect(ports.inputsOf('chat.search')).toEqual([{ query: 'station' }]);
    expect(root.querySelector('mark')?.textContent).toBe('station');
    erase();
    const people = await search({}, 'carla');
    expect(people.root.querySelector('.chat-hit')?.textContent).toContain('Carla Ruiz');
  });

  it('leads to the place of a message, however far back it is', async () => {
    const messages = Array.from({ length: 1_200 }, (_, at) => messageOf(at + 1, `text ${at + 1}`));
    const hit = messages[39] ?? found;
    const { root } = await search(
      {
        ...chatAnswers({ list: LIST, view: viewOf(), messages }),
        'chat.search': () => [{ conversation: ID, name: 'Anna Berg', message: hit }],
      },
      'text 40',
    );
    await act(() => byId(root, 'chat-hit').click());
    await goTo(`#chat/${ID}`);
    await settle();
    expect(root.querySelector('.chat-found')?.textContent).toContain('text 40');
  });

  it('says so where nothing matches', async () => {
    const { root } = await search({}, 'nonesuch');
    expect(root.textContent).toContain('Nothing here matches.');
  });
});

describe('without conversations', () => {
  it('the tab begins with an account', async () => {
    const { root } = await open({
      'chat.list': () => [],
      'relay.status': () => ({ ...ONLINE, link: { phase: 'absent' }, account: undefined }),
    });
    expect(root.textContent).toContain('Make a chat account');
  });

  it('the tab says what it is for, gives my address, and begins one', async () => {
    const copied: string[] = [];
    const ports = createFakePorts(
      { ...chatAnswers({ list: [] }), 'chat.start': () => ID },
      { copy: async (text) => void copied.push(text) },
    );
    const root = await draw(<App />, ports);
    await press(root, 'Copy my address');
    expect(copied).toEqual(['bob.x4t9a']);
    await press(root, 'New conversation');
    expect(find(root, 'Send my certificate')).toBeDefined();
  });
});
