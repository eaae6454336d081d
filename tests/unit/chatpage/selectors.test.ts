// @vitest-environment jsdom
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { selectorFor, selectorForAll } from '../../../lib/chatpage/selectors';
import { queryDeep } from '../../../lib/sites/chats/deep';

/** jsdom has none; names in these pages need no escape but a leading digit and signs. */
beforeAll(() => {
  vi.stubGlobal('CSS', { escape: (name: string) => name.replace(/[^\w-]/g, (sign) => `\\${sign}`) });
});
afterAll(() => {
  vi.unstubAllGlobals();
});

function show(html: string): (selector: string) => HTMLElement {
  document.body.innerHTML = html;
  return (selector) => document.querySelector(selector) as HTMLElement;
}

describe('a selector for one element', () => {
  it.each([
    ['its id', '<textarea id="message"></textarea><textarea></textarea>', '#message'],
    ['a name for tests', '<input><input data-testid="composer">', 'input[data-testid="composer"]'],
    ['its classes, without those of a state', '<div class="box"></div><div class="entry active"></div>', 'div.entry'],
    ['its tag, where it is the only one', '<main><textarea></textarea></main>', 'textarea'],
  ])('is %s', (_, html, expected) => {
    const at = show(html);
    const element = at('[id], [data-testid], .active, textarea');
    expect(selectorFor(document, element)).toBe(expected);
  });

  it.each(['field-83726', 'css-1q2w3e', 'Input__x7Yz9', 'ember1234'])('does not hang on a made-up name: %s', (name) => {
    const at = show(
      `<form class="talk"><textarea id="${name}" class="${name}"></textarea></form><textarea></textarea>`,
    );
    const selector = selectorFor(document, at('form textarea'));
    expect(selector).toBe('form.talk > textarea');
  });

  it('names the place among its like where nothing else tells', () => {
    const at = show('<div><input><input><input></div>');
    const second = at('input:nth-of-type(2)');
    expect(queryDeep(document, selectorFor(document, second) ?? '')).toEqual([second]);
  });

  it('leads into open shadow roots', () => {
    const at = show('<chat-app></chat-app><chat-other></chat-other>');
    for (const host of ['chat-app', 'chat-other'])
      at(host).attachShadow({ mode: 'open' }).innerHTML = '<div><textarea></textarea></div>';
    const field = at('chat-other').shadowRoot?.querySelector('textarea') as HTMLElement;
    const selector = selectorFor(document, field) ?? '';
    expect(selector).toContain('chat-other >>> ');
    expect(queryDeep(document, selector)).toEqual([field]);
  });

  it('is none rather than a very long one', () => {
    const within = (name: string, depth: number, inner: string): string =>
      depth === 0 ? inner : `<div class="${name.repeat(200)}">${within('x', depth - 1, inner)}</div>`;
    const at = show(within('a', 2, '<i></i>') + within('b', 2, '<i></i>'));
    expect(selectorFor(document, at('i'))).toMatch(/^div\.a+ > div\.x+ > i$/);
    const deeper = show(within('a', 3, '<i></i>') + within('b', 3, '<i></i>'));
    expect(selectorFor(document, deeper('i'))).toBeUndefined();
  });
});

describe('a selector for all messages', () => {
  it('finds those like the one that was shown, and no others', () => {
    const at = show(
      '<ul><li class="message own">1</li><li class="message">2</li><li class="date">today</li></ul><p>other</p>',
    );
    const found = queryDeep(document, selectorForAll(document, at('li:nth-child(2)')) ?? '');
    expect(found.map(({ textContent }) => textContent)).toEqual(['1', '2']);
  });

  it('counts a message of my own as one like any other', () => {
    const at = show('<ul><li class="message own">1</li><li class="message">2</li></ul>');
    expect(queryDeep(document, selectorForAll(document, at('.own')) ?? '')).toHaveLength(2);
  });

  it('does not hang on what this message alone is called', () => {
    const at = show('<ul><li id="first" class="message">1</li><li class="message">2</li></ul>');
    expect(queryDeep(document, selectorForAll(document, at('#first')) ?? '')).toHaveLength(2);
  });

  it('holds where there is one message as yet', () => {
    const at = show('<div class="log"><p class="message">1</p></div>');
    const selector = selectorForAll(document, at('p')) ?? '';
    at('.log').insertAdjacentHTML('beforeend', '<p class="message">2</p>');
    expect(queryDeep(document, selector)).toHaveLength(2);
  });
});
