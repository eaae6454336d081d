// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FrameRequest, mountFrame } from '../../../lib/page/frame';

const TICKET = 'a'.repeat(32);
/** Closed shadow roots are closed to tests too: they are noted where they are made. */
const roots: ShadowRoot[] = [];

beforeEach(() => {
  roots.length = 0;
  document.body.innerHTML = '<div id="words" style="display: flex">armor</div>';
  const attach = Element.prototype.attachShadow;
  vi.spyOn(Element.prototype, 'attachShadow').mockImplementation(function (this: Element, options) {
    const root = attach.call(this, options);
    roots.push(root);
    return root;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const words = () => document.querySelector<HTMLElement>('#words') as HTMLElement;
const mount = (change: Partial<FrameRequest> = {}) =>
  mountFrame(document, {
    url: 'about:blank',
    ticket: TICKET,
    title: 'Sealed message',
    place: { where: 'replace', element: words() },
    ...change,
  });
const frame = () => roots[0]?.querySelector('iframe') as HTMLIFrameElement;
const say = (data: unknown, source: unknown = frame().contentWindow) =>
  window.dispatchEvent(new MessageEvent('message', { data, source: source as Window }));

describe('mountFrame', () => {
  it('stands in the place of what it hides, in a closed shadow root, with its ticket behind the #', () => {
    const { host } = mount();
    expect(host.nextElementSibling).toBe(words());
    expect(host.shadowRoot).toBeNull();
    expect(words().style.display).toBe('none');
    expect(frame().getAttribute('src')).toBe(`about:blank#${TICKET}`);
    expect(frame().title).toBe('Sealed message');
    expect(frame().allow).toBe('clipboard-write');
  });

  it('shows again what it hid, as it was', () => {
    mount().remove();
    expect(words().style.display).toBe('flex');
    expect(document.body.children).toHaveLength(1);
  });

  it('reserves its height before it is loaded', () => {
    mount({ height: 123 });
    expect(frame().style.height).toBe('123px');
  });

  it('takes the height that its own frame tells', () => {
    mount();
    say({ sotto: 'resize', ticket: TICKET, height: 411.2 });
    expect(frame().style.height).toBe('412px');
  });

  it('does not shrink at the first size, which is that of a waiting card', () => {
    mount({ height: 200 });
    say({ sotto: 'resize', ticket: TICKET, height: 60 });
    expect(frame().style.height).toBe('200px');
    say({ sotto: 'resize', ticket: TICKET, height: 90 });
    expect(frame().style.height).toBe('90px');
  });

  it.each([
    [10, '40px'],
    [1e9, '20000px'],
  ])('keeps the height within bounds: %s', (height, kept) => {
    mount();
    say({ sotto: 'resize', ticket: TICKET, height: 300 });
    say({ sotto: 'resize', ticket: TICKET, height });
    expect(frame().style.height).toBe(kept);
  });

  it.each([
    [{ sotto: 'resize', ticket: 'b'.repeat(32), height: 400 }],
    [{ sotto: 'resize', ticket: TICKET, height: '400' }],
    [{ sotto: 'resize', ticket: TICKET, height: Number.NaN }],
    ['resize'],
    [null],
  ])('[req 26] ignores what is not the frame’s message: %j', (data) => {
    mount({ height: 100 });
    say(data);
    expect(frame().style.height).toBe('100px');
  });

  it('[req 26] ignores the right message from the page itself', () => {
    mount({ height: 100 });
    say({ sotto: 'resize', ticket: TICKET, height: 400 }, window);
    say({ sotto: 'resize', ticket: TICKET, height: 400 }, null);
    expect(frame().style.height).toBe('100px');
  });

  it('gives the page back where the frame never came up', () => {
    vi.useFakeTimers();
    const onFailed = vi.fn();
    mount({ onFailed });
    vi.runAllTimers();
    expect(onFailed).toHaveBeenCalledOnce();
    expect(words().style.display).toBe('flex');
  });
});
