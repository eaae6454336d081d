// @vitest-environment jsdom
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { converse } from '../../lib/sites/chats/converse';
import { CHAT_SITES } from '../../lib/sites/chats/registry';
import type { OpenConversation } from '../../lib/sites/chats/site';
import { showPage } from './support/fixture';

const FOLDER = join(import.meta.dirname, '../fixtures/chats/converse');
const show = (name: string) => showPage(readFileSync(join(FOLDER, `${name}.html`), 'utf8'), '/');

function opened(page: Document): OpenConversation {
  const conversation = converse.find(page);
  if (conversation === undefined) throw new Error('no conversation was found');
  return conversation;
}

describe('a page of Converse.js', () => {
  it('is known by its elements, and before those by its script', () => {
    expect(CHAT_SITES).toContain(converse);
    const page = show('chat');
    expect(converse.recognises(page)).toBe(true);
    page.querySelector('converse-root')?.remove();
    expect(converse.recognises(page)).toBe(true);
    expect(converse.recognises(showPage('<p>Another site</p>', '/'))).toBe(false);
  });

  it('is not told from others while it comes in', () => {
    const page = showPage('<p>Another site</p>', '/');
    vi.spyOn(page, 'readyState', 'get').mockReturnValue('loading');
    expect(converse.recognises(page)).toBeUndefined();
    vi.restoreAllMocks();
  });

  it('shows with whom one talks, by the bare address', () => {
    const page = show('chat');
    expect(opened(page)).toMatchObject({ locator: 'bob@lab.test', title: 'bob', kind: 'one' });
    page.querySelector('converse-chat')?.setAttribute('jid', 'Bob@Lab.Test');
    expect(opened(page).locator).toBe('bob@lab.test');
  });

  it('has the words of each message as they came, also where the page made links of them', () => {
    const { messages, list } = opened(show('chat'));
    expect(messages().map((message) => [message.text(), message.mine])).toEqual([
      ['first words of alice', true],
      ['words of bob', false],
      ['Sotto 1 xyz https://example.org', true],
    ]);
    for (const { element } of messages()) expect(list?.contains(element)).toBe(true);
  });

  it('covers the field together with its buttons', () => {
    const { box } = opened(show('chat'));
    expect(box.field.matches('textarea')).toBe(true);
    for (const part of ['textarea', 'button.send-button', 'converse-chat-toolbar'])
      expect(box.cover.querySelector(part)).not.toBeNull();
    expect(box.limit).toBeUndefined();
  });

  it('tells the limit that the page was set to', () => {
    const page = show('chat');
    page.querySelector('converse-chat-toolbar')?.setAttribute('message_limit', '500');
    expect(opened(page).box.limit).toBe(500);
  });

  it('sends as Enter does, or else by the button', () => {
    const { box } = opened(show('chat'));
    const keys: string[] = [];
    box.field.addEventListener('keydown', ({ key }) => keys.push(key));
    box.press();
    expect(keys).toEqual(['Enter']);
    const clicked = vi.fn((event: Event) => event.preventDefault());
    box.cover.querySelector('button.send-button')?.addEventListener('click', clicked);
    box.pressOtherwise?.();
    expect(clicked).toHaveBeenCalledOnce();
  });

  it('[req 12] takes a room, and a private conversation with somebody of a room, for a room', () => {
    expect(opened(show('room'))).toMatchObject({ locator: 'den@rooms.lab.test', kind: 'room', title: 'den' });
    const page = show('chat');
    page.querySelector('converse-chat')?.setAttribute('jid', 'den@rooms.lab.test/bob');
    expect(opened(page)).toMatchObject({ locator: 'den@rooms.lab.test/bob', kind: 'room' });
  });

  it('passes over conversations that are hidden, and those without a field', () => {
    const page = show('chat');
    page.querySelector('converse-chat textarea')?.remove();
    expect(converse.find(page)).toBeUndefined();
    const other = show('chat');
    other.querySelector('converse-chat')?.classList.add('hidden');
    expect(converse.find(other)).toBeUndefined();
  });

  it('of several that are open, takes the one in which the person is', () => {
    const page = show('chat');
    const first = page.querySelector('converse-chat');
    const second = first?.cloneNode(true) as HTMLElement;
    second.setAttribute('jid', 'carol@lab.test');
    first?.after(second);
    expect(opened(page).locator).toBe('bob@lab.test');
    second.querySelector('textarea')?.focus();
    expect(opened(page).locator).toBe('carol@lab.test');
  });

  it('has no measure of its own for the bar where it is one part of a page', () => {
    expect(converse.makeRoom?.(showPage('<converse-root></converse-root>', '/'), 32)).toBeUndefined();
  });

  it('makes room for the bar by its own measure, again after the page has said it anew, and gives it back', async () => {
    const page = show('chat');
    const root = page.documentElement;
    page.body.className = 'converse-fullscreen';
    root.style.setProperty('--vh', '9px');
    const giveBack = converse.makeRoom?.(page, 32);
    const wanted = 'calc((100vh - 32px) / 100)';
    expect(root.style.getPropertyValue('--vh')).toBe(wanted);
    root.style.setProperty('--vh', '7px');
    await vi.waitUntil(() => root.style.getPropertyValue('--vh') === wanted);
    giveBack?.();
    expect(root.style.getPropertyValue('--vh')).toBe('7px');
  });
});
