// @vitest-environment jsdom
import { afterEach, describe, expect, it, vi } from 'vitest';
import { placeCallFrame } from '../../../lib/callpage/call-frame';
import type { TicketId } from '../../../lib/core/brand';

afterEach(() => vi.restoreAllMocks());

const place = () => {
  const attach = vi.spyOn(Element.prototype, 'attachShadow');
  const at = { url: 'https://ours.test/call-frame.html', origin: 'https://ours.test' };
  const placed = placeCallFrame(document, at, 'ticket' as TicketId, () => ({ use: 'media', port: {} as MessagePort }));
  const root = attach.mock.results[0]?.value as ShadowRoot;
  return { placed, root, frame: root.querySelector('iframe') };
};

describe('our frame beside a page’s call', () => {
  it('takes no room, and is drawn: Chrome gives a frame that is not less of the machine', () => {
    const { placed, frame } = place();
    expect(frame?.style).toMatchObject({ position: 'fixed', width: '0px', height: '0px' });
    expect([frame?.style.visibility, frame?.style.display]).toEqual(['', '']);
    expect(placed.stands()).toBe(true);
    placed.remove();
    expect(placed.stands()).toBe(false);
  });

  it('is out of the page’s reach, and of a person’s who goes through the page by keys', () => {
    const { placed, root, frame } = place();
    expect(root.mode).toBe('closed');
    expect(frame?.tabIndex).toBe(-1);
    expect(frame?.getAttribute('aria-hidden')).toBe('true');
    placed.remove();
  });
});
