// @vitest-environment jsdom
import { act } from 'preact/test-utils';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConversationView } from '../../../lib/core/chat';
import { AppError } from '../../../lib/core/errors';
import { App } from '../../../lib/windows/app/app';
import { chatAnswers, conversationId, messageOf, statusOf, summaryOf, viewOf } from '../../support/windows/chat';
import {
  byId,
  draw,
  erase,
  find,
  goTo,
  press,
  pressId,
  pressKey,
  settle,
  settleBurst,
  type,
} from '../../support/windows/draw';
import { type Answers, createFakePorts } from '../../support/windows/fake-ports';
import { lookAtWindow, standInForBrowser } from '../../support/windows/modal';

const ID = conversationId(1);
const HEX = /^[0-9a-f]{32}$/;

beforeAll(() => {
  standInForBrowser();
});
beforeEach(() => {
  location.hash = `#chat/${ID}`;
  lookAtWindow(true);
});
afterEach(() => {
  erase();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const open = async (view: Partial<ConversationView> = {}, more: Answers = {}) => {
  const sent: Answers = {
    'chat.send': ({ message, text }) => messageOf(9, text, { id: message, mine: true, state: 'sending' }),
  };
  const ports = createFakePorts({ ...chatAnswers({ view: viewOf(view) }), ...sent, ...more });
  const root = await draw(<App />, ports);
  return { ports, root };
};
const fieldIn = (root: ParentNode) =>
  root.querySelector<HTMLTextAreaElement>('[data-testid=chat-text]') ?? expect.fail('no field');
const write = (root: ParentNode, text: string) => type(root, 'Message to Anna', text);

describe('writing', () => {
  it('sends with Enter, shows the message at once and keeps nothing in the field', async () => {
    const { ports, root } = await open();
    await write(root, '  two\n lines \n\n');
    await pressKey(fieldIn(root), 'Enter');
    const [input] = ports.inputsOf('chat.send') as Array<{ readonly message: string; readonly text: string }>;
    expect(input).toMatchObject({ id: ID, text: '  two\n lines' });
    expect(input?.message).toMatch(HEX);
    expect(fieldIn(root).value).toBe('');
    expect(root.querySelector(`[data-id="${input?.message}"]`)?.textContent).toContain('two');
    expect(ports.inputsOf('chat.saveDraft').at(-1)).toEqual({ id: ID, text: '' });
  });

  it('begins a new line with Shift and Enter, and leaves an Enter to a composition', async () => {
    const { ports, root } = await open();
    await write(root, 'words');
    const key = (options: KeyboardEventInit) =>
      fieldIn(root).dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...options }),
      );
    expect(key({ shiftKey: true })).toBe(true);
    expect(key({ isComposing: true })).toBe(true);
    await settle();
    expect(ports.inputsOf('chat.send')).toEqual([]);
  });

  it('keeps the text when the background dies, and sends the same message when tried again', async () => {
    let dead = true;
    const { ports, root } = await open(
      {},
      {
        'chat.send': ({ message, text }) => {
          if (dead) throw new AppError('bus/internal');
          return messageOf(9, text, { id: message, mine: true });
        },
      },
    );
    await write(root, 'important');
    await pressId(root, 'chat-send');
    expect(fieldIn(root).value).toBe('important');
    expect(root.textContent).toContain('Something failed inside Sotto and nothing was changed.');
    dead = false;
    await pressId(root, 'chat-send');
    const ids = (ports.inputsOf('chat.send') as Array<{ readonly message: string }>).map(({ message }) => message);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    expect(fieldIn(root).value).toBe('');
  });

  it('clears nothing before the background answered, and leaves what was typed meanwhile', async () => {
    let answer: (() => void) | undefined;
    const { ports, root } = await open(
      {},
      {
        'chat.send': ({ message, text }) =>
          new Promise((resolve) => {
            answer = () => resolve(messageOf(9, text, { id: message, mine: true }));
          }),
      },
    );
    await write(root, 'first');
    await pressKey(fieldIn(root), 'Enter');
    expect(fieldIn(root).value).toBe('first');
    await write(root, 'first, and more');
    await pressKey(fieldIn(root), 'Enter');
    expect(ports.inputsOf('chat.send')).toHaveLength(1);
    await act(() => answer?.());
    await settle();
    expect(fieldIn(root).value).toBe(', and more');
  });

  it('sends nothing empty, nothing too long and nothing where one cannot write', async () => {
    const { ports, root } = await open();
    for (const text of ['   \n ', 'ж'.repeat(20_001)]) {
      await write(root, text);
      await pressKey(fieldIn(root), 'Enter');
    }
    expect(root.textContent).toContain('2 too many');
    expect(root.textContent).toContain('This is too long for one message.');
    erase();
    const closed = await open({ status: statusOf({ channel: 'ended', writable: false }) });
    await write(closed.root, 'words');
    await pressKey(fieldIn(closed.root), 'Enter');
    expect([...ports.inputsOf('chat.send'), ...closed.ports.inputsOf('chat.send')]).toEqual([]);
    expect(closed.root.textContent).toContain('You cannot write here yet.');
  });

  it('sends how long the message stays, as chosen', async () => {
    const { ports, root } = await open();
    const choice = root.querySelector<HTMLSelectElement>('.validity select') ?? expect.fail();
    await act(() => {
      choice.value = 'reading 3600000';
      choice.dispatchEvent(new Event('change', { bubbles: true }));
    });
    await write(root, 'secret');
    await pressKey(fieldIn(root), 'Enter');
    expect(ports.inputsOf('chat.send')).toMatchObject([{ validity: { from: 'reading', ms: 3_600_000 } }]);
  });

  it('puts an emoji where the caret stands', async () => {
    const { root } = await open();
    await write(root, 'ab');
    fieldIn(root).setSelectionRange(1, 1);
    await press(root, 'Add an emoji');
    await type(root, 'Search emoji', 'thumbs up');
    await pressKey(root.querySelector('.emoji-picker input') ?? expect.fail(), 'Enter');
    expect(fieldIn(root).value).toBe('a👍b');
    expect(root.querySelector('.emoji-picker')).toBeNull();
  });
});

describe('a draft', () => {
  it('is there again, and is kept while one writes and when one leaves', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { ports, root } = await open({ draft: 'begun' });
    expect(fieldIn(root).value).toBe('begun');
    await write(root, 'begun and');
    expect(ports.inputsOf('chat.saveDraft')).toEqual([]);
    await act(async () => void (await vi.advanceTimersByTimeAsync(600)));
    expect(ports.inputsOf('chat.saveDraft')).toEqual([{ id: ID, text: 'begun and' }]);
    await write(root, 'begun and on');
    vi.useRealTimers();
    await goTo('#chat');
    expect(ports.inputsOf('chat.saveDraft').at(-1)).toEqual({ id: ID, text: 'begun and on' });
  });

  it('is not overtaken by an older one when one comes back before it was kept', async () => {
    const list = [summaryOf(1), summaryOf(2, { name: 'Carla Ruiz' })];
    const { root } = await open(
      {},
      {
        'chat.list': () => list,
        'chat.view': ({ id }) => viewOf({ id, name: id === ID ? 'Anna Berg' : 'Carla Ruiz' }),
        'chat.saveDraft': () => new Promise(() => undefined),
      },
    );
    await write(root, 'unkept');
    await goTo(`#chat/${conversationId(2)}`);
    expect(byId(root, 'chat-contact-button').textContent).toContain('Carla');
    await goTo(`#chat/${ID}`);
    expect(fieldIn(root).value).toBe('unkept');
  });

  it('comes over from another window only while nobody writes in this one', async () => {
    let draft = '';
    const { ports, root } = await open({}, { 'chat.view': () => viewOf({ draft }) });
    draft = 'from elsewhere';
    ports.announce('chat');
    await settleBurst();
    expect(fieldIn(root).value).toBe('');
    lookAtWindow(false);
    draft = 'from elsewhere, longer';
    ports.announce('chat');
    await settleBurst();
    expect(fieldIn(root).value).toBe('from elsewhere, longer');
  });
});

describe('that somebody writes', () => {
  it('is told, and taken back when the message is sent', async () => {
    const { ports, root } = await open();
    await write(root, 'w');
    await write(root, 'wo');
    expect(ports.inputsOf('chat.typing')).toEqual([{ id: ID, on: true }]);
    await pressId(root, 'chat-send');
    expect(ports.inputsOf('chat.typing')).toEqual([
      { id: ID, on: true },
      { id: ID, on: false },
    ]);
  });

  it('can be done from the contact as well, and the text stays when one goes there', async () => {
    const { ports, root } = await open();
    await write(root, 'from the history');
    await pressId(root, 'chat-contact-button');
    expect(fieldIn(root).value).toBe('from the history');
    expect(root.querySelector('[data-testid=chat-contact]')?.textContent).toContain('anna@example.org');
    await pressId(root, 'chat-send');
    expect(ports.inputsOf('chat.send')).toHaveLength(1);
    expect(find(root, 'Delete conversation')).toBeDefined();
  });
});
