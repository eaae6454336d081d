// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { SENTENCES } from '../../../lib/core/error-codes';
import { AppError } from '../../../lib/core/errors';
import type { LineView } from '../../../lib/core/webchat';
import { createLine } from '../../../lib/frames/chat-line/line';
import { LineFrame } from '../../../lib/frames/chat-line/line-view';
import { stepWords, textStatus } from '../../../lib/frames/chat-line/line-words';
import { anna, textOf } from './chat-world';
import { drawn } from './drawn';
import { FINGERPRINT, fakePorts } from './support';

async function show(view: LineView | AppError, trusts = (_event: Event) => true) {
  const now = { view };
  const background = fakePorts({
    'chatLine.open': () => {
      if (now.view instanceof AppError) throw now.view;
      return now.view;
    },
  });
  const made = await drawn(<LineFrame line={createLine(background.ports)} trusts={trusts} />);
  const become = async (next: LineView | AppError, event: string) => {
    now.view = next;
    await background.hear(event);
    await made.pause();
  };
  return { ...background, ...made, become };
}

type Text = Extract<LineView, { kind: 'text' }>;
const said = (change: Partial<Text>) => textStatus(textOf(change) as Text);

describe('how sure a line is', () => {
  it('is green for a verified sender alone [req 17]', () => {
    expect(said({})).toEqual({ tone: 'verified', words: 'Sealed, from Anna Berg, verified' });
    expect(said({ from: anna('in-use') }).tone).toBe('neutral');
    expect(said({ from: anna('refused') }).tone).toBe('stop');
    expect(said({ from: anna('later') }).tone).toBe('attention');
    expect(said({ problem: 'webchat/time' })).toEqual({
      tone: 'attention',
      words: 'Sealed, said to be from Anna Berg',
    });
    expect(said({ mine: true }).tone).toBe('neutral');
  });

  it('is not known where nobody signed it', () => {
    const { from: _from, ...rest } = textOf() as Text;
    expect(textStatus(rest)).toMatchObject({ tone: 'attention', words: 'Sealed, not known from whom' });
  });

  it('names the steps of an agreement for people', () => {
    expect(stepWords({ kind: 'step', step: 'greeting', mine: true })).toBe('You offered a sealed conversation.');
    expect(stepWords({ kind: 'step', step: 'greeting', mine: false, peer: anna() })).toBe(
      'Anna Berg offers a sealed conversation.',
    );
  });
});

describe('a line over a message', () => {
  it('draws the words, neutralised, with links that name their host [req 24]', async () => {
    const { one, root } = await show(textOf({ text: 'a\u202eb https://ex\u0430mple.org/x' }));
    expect(one('line-text').textContent).toContain('a\ufffdb');
    const link = root.querySelector('a');
    expect(link?.rel).toBe('noopener noreferrer');
    expect(one('line-text').textContent).toMatch(/\(xn--[a-z0-9-]+\.org\)/);
  });

  it('folds ten thousand characters and many lines until one asks for all of them', async () => {
    for (const text of ['word '.repeat(2_000), 'a\n'.repeat(5_000)]) {
      const { one, root } = await show(textOf({ text }));
      expect(one('line-text').textContent?.length).toBeLessThan(3_100);
      root.querySelector<HTMLElement>('.talk-words button')?.click();
    }
  });

  it('has its status for the ear, and for the eye when one asks', async () => {
    const { one, press } = await show(textOf());
    expect(one('line-seal').getAttribute('aria-label')).toBe('Sotto: Sealed, from Anna Berg, verified');
    await press('line-seal');
    expect(one('line-seal').getAttribute('aria-expanded')).toBe('true');
  });

  it('leaves the screen when the keys lock, also where that cannot be asked [req 4]', async () => {
    const { root, become } = await show(textOf());
    await become({ kind: 'locked' }, 'vault');
    expect(root.textContent).toContain('Sealed. Unlock to read');
    expect(root.innerHTML).not.toContain('See you');
    await become(textOf(), 'vault');
    expect(root.textContent).toContain('See you');
    await become(new AppError('bus/internal'), 'vault');
    expect(root.innerHTML).not.toContain('See you');
  });

  it('asks again only for what can have changed', async () => {
    const { commands, become, hear } = await show(textOf());
    await hear('webchat');
    await hear('settings');
    expect(commands()).toEqual(['chatLine.open']);
    await become(textOf({ from: anna('refused') }), 'contacts');
    expect(commands()).toEqual(['chatLine.open', 'chatLine.open']);
    const part = await show({ kind: 'not-opened', code: 'webchat/incomplete', again: true });
    await part.become(textOf(), 'webchat');
    expect(part.root.textContent).toContain('See you');
    const never = await show({ kind: 'not-opened', code: 'mail/tampered', again: false });
    await never.hear('webchat');
    expect(never.commands()).toEqual(['chatLine.open']);
  });

  it('says why it was not opened, and shows nothing else of it [req 8]', async () => {
    const { one, words, root } = await show({ kind: 'not-opened', code: 'mail/tampered', again: false });
    await expect.poll(() => words('line-problem')).toBe(SENTENCES['mail/tampered']);
    expect(one('line').dataset.code).toBe('mail/tampered');
    expect(root.querySelector('[data-testid="line-text"]')).toBeNull();
  });

  it('leads to the certificate that came with a step', async () => {
    const { press, inputs } = await show({ kind: 'step', step: 'greeting', mine: false, peer: anna('later') });
    await press('line-certificate');
    expect(inputs('frame.openCertificate')).toEqual([{ fingerprint: FINGERPRINT }]);
  });

  it('does nothing on a synthetic press [req 29]', async () => {
    const offered: LineView = { kind: 'step', step: 'greeting', mine: false, peer: anna('later') };
    const { press, commands } = await show(offered, (event) => event.isTrusted);
    await press('line-certificate');
    expect(commands()).toEqual(['chatLine.open']);
  });

  it('waits for a background that has not heard of its ticket yet', async () => {
    const { become, pass, root, pause } = await show(new AppError('ticket/unknown'));
    await become(textOf(), 'settings');
    await pass(50);
    await pause();
    expect(root.textContent).toContain('See you');
  });
});
