// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { PRIVATE_FIELD } from '../../../components/private-field';
import type { DraftId } from '../../../lib/core/brand';
import { SENTENCES } from '../../../lib/core/error-codes';
import { AppError } from '../../../lib/core/errors';
import { createComposer } from '../../../lib/frames/composer/composer';
import { ComposerFrame } from '../../../lib/frames/composer/composer-view';
import { browserGuard } from '../../../lib/frames/shared/guard';
import { COVERED_GUARD, drawn, OPEN_GUARD } from './drawn';
import { BOB, bobIs, draftOf, fakePorts, openingOf } from './support';

async function show(change: Parameters<typeof openingOf>[0] = {}, guard = OPEN_GUARD) {
  const background = fakePorts({ 'composer.open': () => openingOf(change), 'composer.lookUp': () => [] });
  const view = await drawn(<ComposerFrame composer={createComposer(background.ports)} />, guard);
  return { ...background, ...view };
}

describe('the composer as it is drawn', () => {
  it('shows the phrase that no page can know, the recipients and the text', async () => {
    const { words, one } = await show();
    expect(words('composer-phrase')).toBe('blue herons');
    expect(words('composer-chip')).toContain('bob@example.org');
    expect(words('composer-chip')).toContain('verified');
    expect((one('composer-text') as HTMLTextAreaElement).value).toBe('See you at nine.');
  });

  it.each([
    ['none', 'no certificate', 'bob@example.org has no certificate yet.'],
    ['undecided', 'waits for your decision', 'You have not decided'],
    ['changed', 'certificate changed', 'Sending has stopped'],
    ['refused', 'not this certificate', 'You refused'],
    ['unusable', 'certificate cannot be used', 'cannot be used'],
  ] as const)(
    'blocks Send with the reason in words where a certificate is %s [req 16] [req 32]',
    async (state, chip, reason) => {
      const { words, one, press, commands } = await show({ recipients: [bobIs(state)] });
      expect(words('composer-chip')).toContain(chip);
      expect(words('composer-reason')).toContain(reason);
      expect(one('composer-send').getAttribute('aria-disabled')).toBe('true');
      await press('composer-send');
      expect(commands()).not.toContain('composer.send');
    },
  );

  it('sends on a press of the person in plain sight', async () => {
    const { press, commands, root } = await show();
    await press('composer-send');
    expect(commands()).toContain('composer.send');
    expect(root.textContent).toContain('Sent sealed.');
  });

  it('sends nothing on a synthetic event [req 29]', async () => {
    const { press, commands } = await show({}, { ...OPEN_GUARD, trusts: browserGuard.trusts });
    await press('composer-send');
    expect(commands()).not.toContain('composer.send');
  });

  it('sends nothing while the page covers, fades or moves the frame, and says so [req 29]', async () => {
    const { press, commands, words } = await show({}, COVERED_GUARD);
    await press('composer-send');
    expect(commands()).not.toContain('composer.send');
    expect(words('composer-reason')).toContain('nothing was sent');
  });

  it('names everyone beside the button, so that the page cannot cover a recipient unseen [req 29]', async () => {
    const { root } = await show({ draft: draftOf({ cc: ['carol@example.org'], bcc: ['dave@example.org'] }) });
    expect(root.querySelector('.composer-audience')?.textContent).toBe(
      'From anna@example.org to bob@example.org, carol@example.org and 1 more',
    );
  });

  it('adds a recipient with Enter, with a comma and by leaving the field, and removes the last with Backspace', async () => {
    const { type, key, all, one, pause } = await show({ draft: draftOf({ to: [] }) });
    const shown = () => all('composer-chip').map((chip) => chip.dataset.address);
    await type('composer-to', 'carol@example.org');
    await key('composer-to', 'Enter');
    await type('composer-to', 'dave@example.org,');
    await type('composer-to', 'eve@example.org');
    one('composer-to').dispatchEvent(new FocusEvent('blur'));
    await pause();
    expect(shown()).toEqual(['carol@example.org', 'dave@example.org', 'eve@example.org']);
    await key('composer-to', 'Backspace');
    expect(shown()).toEqual(['carol@example.org', 'dave@example.org']);
  });

  it('shows Cc and Bcc on demand', async () => {
    const { press, all } = await show();
    expect(all('composer-cc')).toHaveLength(0);
    await press('composer-show-cc');
    await press('composer-show-bcc');
    expect(all('composer-cc')).toHaveLength(1);
    expect(all('composer-bcc')).toHaveLength(1);
  });

  it('lets the browser neither spell-check nor complete nor keep what is typed', async () => {
    const { one } = await show();
    for (const id of ['composer-to', 'composer-subject', 'composer-text']) {
      expect(one(id).getAttribute('autocomplete')).toBe('off');
    }
    // jsdom does not know the property that the browsers do.
    expect(PRIVATE_FIELD.spellcheck).toBe(false);
  });

  it('explains what writing without Sotto means before it happens', async () => {
    const { press, root, inputs, commands } = await show();
    await press('composer-without');
    expect(root.textContent).toContain('the webmail reads what is written there');
    expect(commands()).not.toContain('composer.close');
    await press('composer-without-confirm');
    expect(inputs('composer.close')).toMatchObject([{ leave: 'write-without' }]);
  });

  it('offers an unsent message and takes it up only when asked', async () => {
    const unsent = [{ id: 'e'.repeat(32) as DraftId, origin: 'o', to: [BOB], subject: 'Older', changedAt: 1 }];
    const { root, press, inputs, answers, one } = await show({ unsent });
    answers['composer.resumeDraft'] = () => openingOf({ draft: draftOf({ text: 'Older words' }) });
    expect(root.textContent).toContain('You have an unsent message.');
    expect(inputs('composer.resumeDraft')).toEqual([]);
    await press('composer-continue');
    expect((one('composer-text') as HTMLTextAreaElement).value).toBe('Older words');
  });

  it('takes text and phrase off the screen when the keys lock [req 4]', async () => {
    const { hear, answers, root, pause } = await show();
    answers['vault.state'] = () => ({ phase: 'locked' });
    await hear('vault');
    await pause();
    expect(root.textContent).toContain('Locked. Unlock to go on.');
    expect(root.innerHTML).not.toMatch(/See you at nine|Plans|bob@example|blue herons/);
  });

  it('says what happened and keeps the text where sending fails', async () => {
    const { press, answers, words, one } = await show();
    answers['composer.send'] = () => {
      throw new AppError('mail/changed-by-page');
    };
    await press('composer-send');
    expect(words('composer-problem')).toBe(SENTENCES['mail/changed-by-page']);
    expect((one('composer-text') as HTMLTextAreaElement).value).toBe('See you at nine.');
  });

  it('offers a format only where the page can do several', async () => {
    expect((await show()).all('composer-format-inline')).toHaveLength(0);
    expect((await show({ formats: ['pgp-mime', 'inline'] })).all('composer-format-inline')).toHaveLength(1);
  });

  it('announces that the draft was kept', async () => {
    const { type, pass, pause, one, words } = await show();
    await type('composer-text', 'New words');
    await pass(2_000);
    await pause();
    expect(words('composer-status')).toMatch(/^Draft kept /);
    expect(one('composer-status').getAttribute('role')).toBe('status');
  });

  it('saves at once when the page goes away', async () => {
    const { type, inputs } = await show();
    await type('composer-text', 'Last words');
    window.dispatchEvent(new Event('pagehide'));
    expect(inputs('composer.saveDraft')).toMatchObject([{ draft: { text: 'Last words' } }]);
  });
});
