// @vitest-environment jsdom
import { act } from 'preact/test-utils';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ChatMessage } from '../../../lib/core/chat';
import { AppError } from '../../../lib/core/errors';
import { App } from '../../../lib/windows/app/app';
import { chatAnswers, conversationId, fileOf, messageOf, viewOf } from '../../support/windows/chat';
import { byId, draw, erase, find, press, settle } from '../../support/windows/draw';
import { type Answers, createFakePorts } from '../../support/windows/fake-ports';
import { lookAtWindow, standInForBrowser } from '../../support/windows/modal';

const ID = conversationId(1);
let urls: () => number;

beforeAll(() => {
  urls = standInForBrowser().urls;
});
beforeEach(() => {
  location.hash = `#chat/${ID}`;
  lookAtWindow(true);
});
afterEach(() => {
  erase();
  vi.restoreAllMocks();
});

const open = async (messages: readonly ChatMessage[] = [], more: Answers = {}) => {
  const ports = createFakePorts({
    ...chatAnswers({ view: viewOf(), messages }),
    'chat.sendFile': ({ message }) => messageOf(9, '', { id: message, mine: true }),
    ...more,
  });
  const root = await draw(<App />, ports);
  return { ports, root };
};
const picture = () => new File(['x'.repeat(2_000)], '../gar\u202eden.png', { type: 'image/png' });
const note = () => new File(['words'], 'note.txt', { type: 'text/plain' });

/** Reading a file takes its own time. */
const until = (holds: () => boolean): Promise<void> =>
  vi.waitFor(async () => {
    await settle();
    if (!holds()) throw new Error('not yet');
  });
const send = (root: ParentNode): Promise<void> => press(root, 'Send sealed to Anna');
const isClosed = (root: ParentNode) => () => root.querySelector('dialog') === null;

/** As a browser tells of files that are held over an element and let go. */
async function drop(target: Element, files: readonly File[]): Promise<void> {
  await act(() => {
    for (const type of ['dragenter', 'dragover', 'drop']) {
      const event = new Event(type, { bubbles: true, cancelable: true });
      Object.assign(event, { dataTransfer: { types: ['Files'], files } });
      target.dispatchEvent(event);
    }
  });
  await settle();
}

describe('a file that is sent', () => {
  it('is looked at first, and leaves without place and camera data unless they are kept on purpose', async () => {
    const { ports, root } = await open();
    await drop(byId(root, 'chat-text'), [picture()]);
    expect(root.querySelector('dialog')?.textContent).toContain('_garden.png');
    expect(root.querySelector('dialog')?.textContent).toContain('2.0 kB');
    expect(root.querySelector('dialog img')).not.toBeNull();
    expect(ports.inputsOf('chat.sendFile')).toEqual([]);
    const keep = root.querySelector<HTMLInputElement>('dialog input[type=checkbox]');
    expect(keep?.checked).toBe(false);
    await send(root);
    await until(isClosed(root));
    expect(ports.inputsOf('chat.sendFile')).toMatchObject([
      { id: ID, name: '_garden.png', mediaType: 'image/png', keepMetadata: false },
    ]);
    await until(() => urls() === 0);
  });

  it('can be dropped on a row of the list, which opens that conversation', async () => {
    location.hash = '#chat';
    const { ports, root } = await open();
    await drop(byId(root, 'chat-row'), [note()]);
    expect(location.hash).toBe(`#chat/${ID}`);
    // Only pictures carry such data.
    expect(root.querySelector('dialog input[type=checkbox]')).toBeNull();
    await send(root);
    await until(isClosed(root));
    expect(ports.inputsOf('chat.sendFile')).toMatchObject([{ id: ID, name: 'note.txt' }]);
  });

  it('can be pasted and picked', async () => {
    const { root } = await open();
    const paste = new Event('paste', { bubbles: true, cancelable: true });
    Object.assign(paste, { clipboardData: { files: [note()] } });
    await act(() => void byId(root, 'chat-text').dispatchEvent(paste));
    expect(paste.defaultPrevented).toBe(true);
    expect(find(root, 'Send sealed to Anna')).toBeDefined();
    await press(root, 'Cancel');
    const input = byId(root, 'chat-file-input');
    Object.defineProperty(input, 'files', { value: [note(), picture()] });
    await act(() => void input.dispatchEvent(new Event('change', { bubbles: true })));
    expect(root.querySelector('dialog')?.textContent).toContain('Send 2 files');
  });

  it('is refused above 100 MB, with the sentence, and never handed over', async () => {
    const { ports, root } = await open();
    const large = note();
    Object.defineProperty(large, 'size', { value: 100 * 1024 * 1024 + 1 });
    await drop(byId(root, 'chat-text'), [large]);
    expect(root.querySelector('dialog')?.textContent).toContain('This file is larger than 100 MB.');
    const send = find(root, 'Send sealed to Anna') as HTMLButtonElement;
    expect(send.disabled).toBe(true);
    await act(() => send.click());
    expect(ports.inputsOf('chat.sendFile')).toEqual([]);
  });

  it('is the same message when sending is tried again, and what went out already goes once', async () => {
    let fails = true;
    const { ports, root } = await open([], {
      'chat.sendFile': ({ message, name }) => {
        if (name === 'note.txt' && fails) throw new AppError('store/full');
        return messageOf(9, '', { id: message, mine: true });
      },
    });
    await drop(byId(root, 'chat-text'), [picture(), note()]);
    await send(root);
    await until(() => root.textContent.includes('The browser has no room left'));
    fails = false;
    await send(root);
    await until(isClosed(root));
    const asked = ports.inputsOf('chat.sendFile') as Array<{ readonly name: string; readonly message: string }>;
    expect(asked.map(({ name }) => name)).toEqual(['_garden.png', 'note.txt', 'note.txt']);
    expect(asked[1]?.message).toBe(asked[2]?.message);
  });

  it('is stopped when the sheet is closed', async () => {
    let signal: AbortSignal | undefined;
    const ports = createFakePorts(chatAnswers({ view: viewOf() }));
    const call = ((name: never, input: never, options: { readonly signal?: AbortSignal }) => {
      if (name !== 'chat.sendFile') return ports.call(name, input);
      signal = options.signal;
      return new Promise(() => undefined);
    }) as typeof ports.call;
    const root = await draw(<App />, { ...ports, call });
    await drop(byId(root, 'chat-text'), [note()]);
    await send(root);
    await until(() => signal !== undefined);
    expect(signal?.aborted).toBe(false);
    await press(root, 'Stop');
    await until(() => signal?.aborted === true);
  });
});

describe('a file that came', () => {
  const file = (change: Parameters<typeof fileOf>[0]) => messageOf(1, '', { body: fileOf(change) });
  const offered = { state: 'offered', done: 0, octets: 482_000 } as const;

  it('is loaded on request, and can be stopped and begun again', async () => {
    const { ports, root } = await open([file({ transfer: offered })], { 'chat.loadFile': () => undefined });
    await press(root, 'Load file');
    expect(ports.inputsOf('chat.loadFile')).toMatchObject([{ id: ID }]);
    expect(ports.inputsOf('chat.openFile')).toEqual([]);
    erase();
    const moving = await open([file({ transfer: { state: 'moving', done: 100_000, octets: 482_000 } })], {
      'chat.cancel': () => undefined,
    });
    expect(moving.root.textContent).toContain('100 kB of 482 kB loaded');
    await press(moving.root, 'Stop loading this file');
    expect(moving.ports.inputsOf('chat.cancel')).toHaveLength(1);
    erase();
    const failed = await open([file({ transfer: { state: 'failed', done: 0, octets: 1, code: 'file/expired' } })]);
    expect(failed.root.textContent).toContain('The relay does not keep this file any more.');
    expect(find(failed.root, 'Load again')).toBeDefined();
  });

  it('is saved under a harmless name, which is shown with nothing hidden in it [req 24]', async () => {
    const blob = new Blob(['content']);
    const { ports, root } = await open([file({ name: 'invoice\u202efdp.exe' })], { 'chat.openFile': () => blob });
    expect(root.querySelector('.chat-file')?.textContent).toContain('invoice\ufffdfdp.exe');
    await press(root, 'Save this file');
    expect(ports.savedBlobs).toEqual([{ name: 'invoice\u202efdp.exe', content: blob }]);
  });

  it('is shown where it is a small picture, and its address ends with the view', async () => {
    const { ports, root } = await open([file({ name: 'a.png', mediaType: 'image/png', octets: 90_000 })], {
      'chat.openFile': () => new Blob(['png']),
    });
    expect(root.querySelector('.chat-picture img')?.getAttribute('src')).toMatch(/^blob:/);
    expect(ports.inputsOf('chat.openFile')).toHaveLength(1);
    expect(urls()).toBe(1);
    erase();
    await vi.waitFor(() => expect(urls()).toBe(0));
  });

  it('is not opened unasked where it is a large picture', async () => {
    const { ports, root } = await open([file({ name: 'a.png', mediaType: 'image/png', octets: 9_000_000 })], {
      'chat.openFile': () => new Blob(['png']),
    });
    expect(ports.inputsOf('chat.openFile')).toEqual([]);
    await press(root, 'Show picture');
    expect(ports.inputsOf('chat.openFile')).toHaveLength(1);
  });

  it.each([
    ['drawing.svg', 'image/svg+xml'],
    ['page.html', 'text/html'],
    ['page.png', 'text/html'],
    ['plan.pdf', 'application/pdf'],
  ])('is never drawn where it can carry code: %s as %s [req 24]', async (name, mediaType) => {
    const { ports, root } = await open([file({ name, mediaType, octets: 1_000 })], {
      'chat.openFile': () => new Blob(['<svg onload=alert(1)>']),
    });
    expect(ports.inputsOf('chat.openFile')).toEqual([]);
    expect(root.querySelector('img, iframe, object, embed')).toBeNull();
  });
});
