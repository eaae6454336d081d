import { describe, expect, it } from 'vitest';
import type { DraftId, EmailAddress } from '../../../lib/core/brand';
import type { Draft } from '../../../lib/core/compose';
import { AppError } from '../../../lib/core/errors';
import { createComposer } from '../../../lib/frames/composer/composer';
import type { Writing } from '../../../lib/frames/composer/composer-state';
import { BOB, bobIs, draftOf, FINGERPRINT, fakePorts, openingOf, pending, settle } from './support';

/** A background with one stored draft that can be locked. */
async function setUp(change: Parameters<typeof openingOf>[0] = {}) {
  const disk = { stored: undefined as Draft | undefined, phase: 'unlocked', savesWhileLocked: true };
  const opening = openingOf(change);
  const background = fakePorts({
    'composer.open': () => {
      if (disk.phase !== 'unlocked') throw new AppError('vault/locked');
      return { ...opening, draft: disk.stored ?? opening.draft };
    },
    'composer.saveDraft': ({ draft }: { draft: Draft }) => {
      if (disk.phase !== 'unlocked' && !disk.savesWhileLocked) throw new AppError('vault/locked');
      disk.stored = draft;
    },
    'composer.lookUp': ({ addresses }: { addresses: EmailAddress[] }) =>
      addresses.map((address) => ({ address, state: 'none' })),
    'vault.state': () => ({ phase: disk.phase }),
  });
  const composer = createComposer(background.ports);
  await composer.open();
  const shown = () => composer.state.get() as Writing;
  const lock = async (phase: 'locked' | 'unlocked') => {
    disk.phase = phase;
    await background.hear('vault');
  };
  return { ...background, composer, disk, shown, lock };
}

describe('a draft is never lost', () => {
  it('is kept two seconds after a change', async () => {
    const { composer, pass, disk, shown } = await setUp();
    composer.write({ text: 'New words' });
    await pass(2_000);
    expect(disk.stored?.text).toBe('New words');
    expect(shown().saved.step).toBe('kept');
  });

  it('is kept before the text is covered by a lock, and comes back whole after unlocking', async () => {
    const { composer, lock, disk, shown } = await setUp();
    composer.write({ text: 'Unsaved words' });
    await lock('locked');
    expect(composer.state.get()).toEqual({ step: 'locked', covering: true });
    expect(JSON.stringify(composer.state.get())).not.toContain('Unsaved');
    expect(disk.stored?.text).toBe('Unsaved words');
    await lock('unlocked');
    expect(shown().draft.text).toBe('Unsaved words');
  });

  it('survives a lock during which nothing can be saved', async () => {
    const { composer, lock, disk, shown, pass } = await setUp();
    disk.savesWhileLocked = false;
    composer.write({ text: 'Unsaved words' });
    await lock('locked');
    expect(composer.state.get().step).toBe('locked');
    expect(disk.stored).toBeUndefined();
    await lock('unlocked');
    expect(shown().draft.text).toBe('Unsaved words');
    await pass(2_000);
    expect(disk.stored?.text).toBe('Unsaved words');
  });

  it('leaves at once when the tab is hidden or closed', async () => {
    const { composer, disk } = await setUp();
    composer.write({ text: 'Last words' });
    composer.hurry();
    await settle();
    expect(disk.stored?.text).toBe('Last words');
  });

  it('is saved before it is sent, and the text stays where sending fails', async () => {
    const { composer, answers, commands, shown } = await setUp();
    answers['composer.send'] = () => {
      throw new AppError('mail/send-failed');
    };
    composer.write({ text: 'Words' });
    await composer.send();
    expect(commands().indexOf('composer.saveDraft')).toBeLessThan(commands().indexOf('composer.send'));
    expect(shown().draft.text).toBe('Words');
    expect(shown().problem).toBe('mail/send-failed');
    expect(shown().sending).toBeUndefined();
  });

  it('is not sent where it cannot be saved first', async () => {
    const { composer, answers, commands, shown } = await setUp();
    answers['composer.saveDraft'] = () => {
      throw new AppError('store/full');
    };
    composer.write({ text: 'Words' });
    await composer.send();
    expect(commands()).not.toContain('composer.send');
    expect(shown().problem).toBe('store/full');
  });

  it('is kept before the composer closes', async () => {
    const { composer, disk, inputs } = await setUp();
    composer.write({ subject: 'Later' });
    await composer.close();
    expect(disk.stored?.subject).toBe('Later');
    expect(inputs('composer.close')).toMatchObject([{ leave: 'keep-draft' }]);
  });

  it('stays open where it could not be kept', async () => {
    const { composer, answers, commands, shown } = await setUp();
    answers['composer.saveDraft'] = () => {
      throw new AppError('store/full');
    };
    composer.write({ subject: 'Later' });
    await composer.close();
    expect(commands()).not.toContain('composer.close');
    expect(shown().problem).toBe('store/full');
  });

  it('is kept before another one is taken up', async () => {
    const other = draftOf({ id: 'e'.repeat(32) as DraftId, text: 'Older words' });
    const { composer, answers, disk, shown, pass } = await setUp();
    answers['composer.resumeDraft'] = () => openingOf({ draft: other });
    composer.write({ text: 'Newer words' });
    await composer.resume(other.id);
    expect(disk.stored?.text).toBe('Newer words');
    expect(shown().draft).toEqual(other);
    composer.write({ text: 'Older words, longer' });
    await pass(2_000);
    expect(disk.stored?.id).toBe(other.id);
  });

  it('leaves no empty draft behind when another one is taken up', async () => {
    const empty = draftOf({ text: '', subject: '' });
    const other = draftOf({ id: 'e'.repeat(32) as DraftId });
    const { composer, answers, inputs } = await setUp({ draft: empty });
    answers['composer.resumeDraft'] = () => openingOf({ draft: other });
    await composer.resume(other.id);
    expect(inputs('composer.discardDraft')).toMatchObject([{ id: empty.id }]);
  });
});

describe('sending', () => {
  it('sends the draft as it stands and then forgets it', async () => {
    const { composer, inputs } = await setUp();
    await composer.send();
    expect(inputs('composer.send')).toMatchObject([{ draft: { text: 'See you at nine.', to: [BOB] } }]);
    expect(composer.state.get()).toEqual({ step: 'sent' });
  });

  it('asks the background for nothing while a recipient has no certificate that may be used [req 16] [req 32]', async () => {
    for (const state of ['none', 'undecided', 'refused', 'changed', 'unusable'] as const) {
      const { composer, commands } = await setUp({ recipients: [bobIs(state)] });
      await composer.send();
      expect(commands()).not.toContain('composer.send');
    }
  });

  it('asks for nothing where I have no key for my address', async () => {
    const { composer, commands } = await setUp({ canSign: false });
    await composer.send();
    expect(commands()).not.toContain('composer.send');
  });

  it('shows how far it is, sends once however often it is pressed, and takes no change meanwhile', async () => {
    const sent = pending();
    const { composer, answers, inputs, shown } = await setUp();
    answers['composer.send'] = (_input, { onProgress }) => {
      onProgress?.({ step: 'sealing', fraction: 0.5 });
      return sent.promise;
    };
    const sending = composer.send();
    await settle();
    expect(shown().sending).toEqual({ step: 'sealing', fraction: 0.5 });
    composer.write({ text: 'Changed' });
    await composer.send();
    expect(shown().draft.text).toBe('See you at nine.');
    sent.resolve(undefined);
    await sending;
    expect(inputs('composer.send')).toHaveLength(1);
  });

  it('can be cancelled, with the text in place', async () => {
    const { composer, answers, shown } = await setUp();
    answers['composer.send'] = (_input, { signal }) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(new AppError('bus/cancelled')));
      });
    const sending = composer.send();
    await settle();
    composer.cancelSending();
    await sending;
    expect(shown().problem).toBe('bus/cancelled');
    expect(shown().draft.text).toBe('See you at nine.');
  });

  it('remembers which hidden copies went out, so that sending again does not send them twice', async () => {
    const carol = 'carol@example.org' as EmailAddress;
    const { composer, answers, disk, inputs } = await setUp();
    answers['composer.send'] = ({ draft }: { draft: Draft }) => {
      disk.stored = { ...draft, copiesSent: [carol] };
      throw new AppError('mail/partly-sent');
    };
    await composer.send();
    await composer.send();
    expect(inputs('composer.send')).toMatchObject([{ draft: { copiesSent: [] } }, { draft: { copiesSent: [carol] } }]);
  });

  it('stays covered where the keys lock while it is sending', async () => {
    const sent = pending();
    const { composer, answers, lock, shown } = await setUp();
    answers['composer.send'] = () => sent.promise;
    const sending = composer.send();
    await settle();
    await lock('locked');
    sent.reject(new AppError('vault/locked'));
    await sending;
    expect(composer.state.get().step).toBe('locked');
    await lock('unlocked');
    expect(shown().draft.text).toBe('See you at nine.');
  });
});

describe('recipients', () => {
  it('are looked up once typing rests, all in one question', async () => {
    const { composer, pass, inputs, shown } = await setUp();
    composer.addRecipients('to', 'carol@example.org');
    composer.addRecipients('cc', 'dave@example.org, half');
    await pass(200);
    expect(inputs('composer.lookUp')).toEqual([{ addresses: ['carol@example.org', 'dave@example.org'] }]);
    expect(shown().known.get('carol@example.org')?.state).toBe('none');
  });

  it('are looked up again when a decision was made', async () => {
    const { answers, hear, shown } = await setUp({ recipients: [bobIs('undecided')] });
    answers['composer.lookUp'] = () => [bobIs('in-use')];
    await hear('contacts');
    expect(shown().known.get(BOB)?.state).toBe('in-use');
  });

  it('open the certificate window where there is a certificate, and the contacts where there is none', async () => {
    const withOne = await setUp({ recipients: [bobIs('undecided')] });
    await withOne.composer.lookAtRecipient(BOB);
    expect(withOne.inputs('frame.openCertificate')).toEqual([{ fingerprint: FINGERPRINT }]);
    const without = await setUp({ recipients: [bobIs('none', false)] });
    await without.composer.lookAtRecipient(BOB);
    expect(without.inputs('frame.openWindow')).toEqual([{ window: 'contacts' }]);
  });

  it('can be removed', async () => {
    const { composer, shown } = await setUp();
    composer.removeRecipient('to', BOB);
    expect(shown().draft.to).toEqual([]);
  });
});

describe('files', () => {
  it('are refused as a whole where they are too large together', async () => {
    const { composer, shown } = await setUp();
    const large = new File([new Uint8Array(20 * 1_048_576)], 'a.bin');
    await composer.addFiles([large]);
    await composer.addFiles([large]);
    expect(shown().draft.attachments).toHaveLength(1);
    expect(shown().problem).toBe('mail/quota');
  });

  it('that cannot be read are named so, and nothing else is lost', async () => {
    const { composer, shown } = await setUp();
    const folder = new File([], 'folder');
    folder.arrayBuffer = () => Promise.reject(new Error('is a directory'));
    await composer.addFiles([folder]);
    expect(shown().problem).toBe('file/unreadable');
    expect(shown().draft.attachments).toEqual([]);
  });

  it('lose nothing that is written while they are read', async () => {
    const { composer, shown } = await setUp();
    const adding = composer.addFiles([new File(['x'], 'a.txt')]);
    composer.write({ text: 'Meanwhile' });
    await adding;
    expect(shown().draft.text).toBe('Meanwhile');
    expect(shown().draft.attachments.map(({ name }) => name)).toEqual(['a.txt']);
  });
});

describe('opening', () => {
  it('waits for the unlocking and goes on by itself', async () => {
    const { composer, lock, disk, ports } = await setUp();
    disk.phase = 'locked';
    const second = createComposer(ports);
    await second.open();
    expect(second.state.get()).toEqual({ step: 'locked', covering: false });
    await lock('unlocked');
    expect(second.state.get().step).toBe('writing');
    expect(composer.state.get().step).toBe('writing');
  });

  it('takes a format that this page can send', async () => {
    const { shown } = await setUp({ formats: ['inline'] });
    expect(shown().draft.format).toBe('inline');
  });

  it('takes up a new key without losing the text', async () => {
    const { composer, answers, hear, shown } = await setUp({ canSign: false });
    composer.write({ text: 'Words' });
    answers['composer.open'] = () => openingOf({ canSign: true });
    await hear('keys');
    expect(shown().canSign).toBe(true);
    expect(shown().draft.text).toBe('Words');
  });
});

describe('too much', () => {
  it('says so where more recipients are pasted than a message may have, and keeps the first two hundred', async () => {
    const { composer, shown } = await setUp();
    composer.addRecipients('to', Array.from({ length: 250 }, (_, index) => `p${index}@example.org`).join(','));
    expect(shown().draft.to).toHaveLength(200);
    expect(shown().problem).toBe('mail/too-many-recipients');
  });
});
