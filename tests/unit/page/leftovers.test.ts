// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { mountFrame } from '../../../lib/page/frame';
import { guardForm } from '../../../lib/page/guard';
import { clearLeftovers } from '../../../lib/page/leftovers';
import { claimDocument } from '../../../lib/page/once';

describe('what a script leaves behind that was ended at once', () => {
  it('is cleared away by the next one: frames are gone, what was hidden or silenced is back', () => {
    document.body.innerHTML = '<main style="opacity: 0.9"><p style="display: flex">armor</p></main>';
    const [main, armor] = ['main', 'p'].map((name) => document.querySelector<HTMLElement>(name)) as [
      HTMLElement,
      HTMLElement,
    ];
    const url = 'about:blank';
    const { host } = mountFrame(document, {
      url,
      ticket: 'x',
      title: 'x',
      place: { where: 'replace', element: armor },
    });
    guardForm(document, { quiet: [main], sends: () => false, isEmpty: () => true, empty: () => undefined }, host);
    expect([armor.style.display, main.inert, host.isConnected]).toEqual(['none', true, true]);

    const world = {};
    claimDocument(world, () => true, 'call');
    clearLeftovers(document, 'chat', world);
    // A script that lives beside this one has its frames still.
    expect([armor.style.display, main.inert, host.isConnected]).toEqual(['none', true, true]);
    clearLeftovers(document, 'call', world);
    expect([armor.style.display, main.inert, host.isConnected]).toEqual(['flex', false, false]);
    expect(main.style.opacity).toBe('0.9');
    expect(document.body.innerHTML).not.toContain('data-sotto');
  });
});
