// @vitest-environment jsdom
import { LockOpen } from 'lucide';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, describe, expect, it } from 'vitest';
import { Button } from '../../../components/button';
import { Fingerprint, groupsOf } from '../../../components/fingerprint';
import { Status, TONE_ICONS } from '../../../components/status';
import { Tabs } from '../../../components/tabs';
import { TextField } from '../../../components/text-field';
import { VirtualList } from '../../../components/virtual-list';
import { erase, pressKey } from '../../support/windows/draw';

const root = () => document.body.appendChild(document.createElement('div'));
afterEach(erase);

describe('a fingerprint', () => {
  it('is shown whole, in groups of four [req 33]', () => {
    const value = '3f9a71c20b8ed4567e013f9a71c20b8ed4567e01';
    const place = root();
    render(<Fingerprint value={value} label="Fingerprint" />, place);
    expect(place.querySelectorAll('.fingerprint > span')).toHaveLength(10);
    expect(place.textContent.replaceAll(' ', '').toLowerCase()).toBe(value);
  });

  it('of the newest kind has sixteen groups [req 33]', () => {
    expect(groupsOf('ab'.repeat(32))).toHaveLength(16);
    expect(groupsOf('ab'.repeat(32)).join('')).toBe('AB'.repeat(32));
  });

  it('stays left to right in a page that is not', () => {
    const place = root();
    render(<Fingerprint value={'ab'.repeat(20)} label="Fingerprint" />, place);
    expect(place.querySelector('.fingerprint')?.getAttribute('dir')).toBe('ltr');
  });
});

describe('a status', () => {
  it('has its own shape for every tone, so that colour is never alone', () => {
    expect(new Set(Object.values(TONE_ICONS)).size).toBe(Object.keys(TONE_ICONS).length);
  });

  it('says its words to a screen reader and hides its shape from it', () => {
    const place = root();
    render(
      <Status tone="neutral" icon={LockOpen} live>
        Keys unlocked
      </Status>,
      place,
    );
    expect(place.querySelector('[role=status]')?.textContent).toBe('Keys unlocked');
    expect(place.querySelector('svg')?.getAttribute('aria-hidden')).toBe('true');
  });
});

describe('a passphrase field', () => {
  it('is hidden, is not completed by the browser, and can be shown', async () => {
    const place = root();
    render(<TextField label="Passphrase" kind="passphrase" value="x" onInput={() => undefined} />, place);
    const field = place.querySelector('input');
    expect(field?.type).toBe('password');
    expect(field?.getAttribute('autocomplete')).toBe('off');
    await act(() => place.querySelector('button')?.click());
    expect(place.querySelector('input')?.type).toBe('text');
  });

  it('names its problem to the field', () => {
    const place = root();
    render(<TextField label="A" value="" onInput={() => undefined} problem="Type it again." />, place);
    const described = place.querySelector('input')?.getAttribute('aria-describedby') ?? '';
    expect(document.getElementById(described)?.textContent).toBe('Type it again.');
  });
});

describe('a button', () => {
  it('that is busy keeps its focus and does nothing', () => {
    let pressed = 0;
    const place = root();
    render(
      <Button busy onClick={() => (pressed += 1)}>
        Lock now
      </Button>,
      place,
    );
    const button = place.querySelector('button');
    button?.focus();
    button?.click();
    expect(pressed).toBe(0);
    expect(document.activeElement).toBe(button);
  });
});

describe('tabs', () => {
  const tabs = [
    { id: 'one', words: 'One' },
    { id: 'two', words: 'Two' },
  ] as const;

  it('are one tab stop and turn with the arrows', async () => {
    let selected = 'one';
    const place = root();
    const onSelect = (id: string) => {
      selected = id;
    };
    render(<Tabs label="T" panel="p" tabs={tabs} selected="one" onSelect={onSelect} />, place);
    const [first, second] = place.querySelectorAll<HTMLElement>('[role=tab]');
    expect([first?.tabIndex, second?.tabIndex]).toEqual([0, -1]);
    first?.focus();
    if (first !== undefined) await pressKey(first, 'ArrowRight');
    expect(selected).toBe('two');
    expect(document.activeElement).toBe(second);
  });
});

describe('a long list', () => {
  it('draws the rows in sight and tells a screen reader how many there are', async () => {
    const items = Array.from({ length: 5_000 }, (_, index) => `row ${index}`);
    const place = root();
    await act(() =>
      render(
        <VirtualList label="L" items={items} rowHeight={64} keyOf={(item) => item} draw={(item) => item} />,
        place,
      ),
    );
    const rows = place.querySelectorAll('li');
    expect(rows.length).toBeGreaterThan(5);
    expect(rows.length).toBeLessThan(60);
    expect(rows[0]?.getAttribute('aria-setsize')).toBe('5000');
  });
});
