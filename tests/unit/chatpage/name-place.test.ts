// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { calm, namePlace } from '../../../lib/sites/chats/name-place';

const FIELD =
  '<div id="list"><h3>a heading in a message</h3></div><textarea placeholder="Write to the room"></textarea>';

/** jsdom lays nothing out: everything that is not `hidden` counts as drawn. */
beforeEach(() => {
  vi.spyOn(Element.prototype, 'getClientRects').mockImplementation(function (this: Element) {
    return (this.closest('[hidden]') === null ? [{}] : []) as unknown as DOMRectList;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

function named(html: string, { path = '/', title = '' } = {}) {
  history.replaceState(null, '', path);
  document.title = title;
  document.body.innerHTML = html;
  const list = document.querySelector<HTMLElement>('#list') ?? undefined;
  return namePlace(document, document.querySelector('textarea') as HTMLElement, list);
}

describe('what a conversation of an unknown page is called', () => {
  it('is the heading over its messages, never one in them', () => {
    expect(named(`<h2>Bob</h2>${FIELD}`)).toEqual({ locator: '/ Bob | Write to the room', title: 'Bob' });
    expect(named(FIELD).title).toBe('Write to the room');
  });

  it('passes over a heading that is hidden, but for one by which the tab is named', () => {
    const html = `<h1 hidden>Bob</h1>${FIELD}`;
    expect(named(html).title).toBe('Write to the room');
    expect(named(html, { title: '(3) Bob – Chat' }).title).toBe('Bob');
  });

  it('stays while counts, times and states in the heading change', () => {
    const words = ['Bob', 'Bob (3)', 'Bob [12+]', 'Bob 12:04', 'Bob is typing…', 'Bob • online', 'Bob 4 new messages'];
    expect(words.map((one) => named(`<h2>${one}</h2>${FIELD}`).locator)).toEqual(
      words.map(() => '/ Bob | Write to the room'),
    );
  });

  it('[req 32] differs for two conversations at the same address, and at two addresses', () => {
    const at = (name: string, path: string) => named(`<h2>${name}</h2>${FIELD}`, { path }).locator;
    const all = [at('Bob', '/'), at('Carol', '/'), at('Bob', '/?room=1'), at('Bob', '/#room2'), at('Bob', '/dm')];
    expect(new Set(all).size).toBe(all.length);
  });

  it('[req 33] keeps nothing of the address that names a visit, such as a token', () => {
    const { locator } = named(`<h2>Bob</h2>${FIELD}`, {
      path: `/?room=7&token=secret&session=s1&utm_source=x&blob=${'a'.repeat(100)}`,
    });
    expect(locator).toBe('/?room=7 Bob | Write to the room');
  });

  it('has bounds, whatever the page says', () => {
    const long = named(`<h2>${'b'.repeat(500)}</h2>${FIELD.replace('Write', 'w'.repeat(900))}`, {
      path: `/${'p'.repeat(900)}`,
    });
    expect(long.locator.length).toBeLessThanOrEqual(300);
    expect(long.title.length).toBeLessThanOrEqual(200);
  });

  it('is the address where the page names nothing', () => {
    expect(named('<textarea></textarea>').title).toBe('localhost');
    expect(named('<textarea></textarea>', { title: 'Chat (2)' }).title).toBe('Chat');
  });
});

describe('words without what changes while one talks', () => {
  it.each([
    ['general (24)', 'general'],
    ['Anna Berg last seen today', 'Anna Berg'],
    ['Anna 2 unread', 'Anna'],
    ['  #dev   team ', '#dev team'],
  ])('%s', (words, expected) => {
    expect(calm(words)).toBe(expected);
  });
});
