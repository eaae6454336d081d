import { describe, expect, it } from 'vitest';
import type { DraftId } from '../../../lib/core/brand';
import { AppError } from '../../../lib/core/errors';
import { openWorld } from './composer-world';
import { draftOf, openingOf, settle } from './support';

describe('a draft is never lost', () => {
  it('is kept two seconds after a change', async () => {
    const { composer, pass, disk, shown } = await openWorld();
    composer.write({ text: 'New words' });
    await pass(2_000);
    expect(disk.stored?.text).toBe('New words');
    expect(shown().saved.step).toBe('kept');
  });

  it('is kept before the text is covered by a lock, and comes back whole after unlocking', async () => {
    const { composer, lock, disk, shown } = await openWorld();
    composer.write({ text: 'Unsaved words' });
    await lock('locked');
    expect(composer.state.get()).toEqual({ step: 'locked', covering: true });
    expect(JSON.stringify(composer.state.get())).not.toContain('Unsaved');
    expect(disk.stored?.text).toBe('Unsaved words');
    await lock('unlocked');
    expect(shown().draft.text).toBe('Unsaved words');
  });

  it('survives a lock during which nothing can be saved', async () => {
    const { composer, lock, disk, shown, pass } = await openWorld();
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
    const { composer, disk } = await openWorld();
    composer.write({ text: 'Last words' });
    composer.hurry();
    await settle();
    expect(disk.stored?.text).toBe('Last words');
  });

  it('is saved before it is sent, and the text stays where sending fails', async () => {
    const { composer, answers, commands, shown } = await openWorld();
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
    const { composer, answers, commands, shown } = await openWorld();
    answers['composer.saveDraft'] = () => {
      throw new AppError('store/full');
    };
    composer.write({ text: 'Words' });
    await composer.send();
    expect(commands()).not.toContain('composer.send');
    expect(shown().problem).toBe('store/full');
  });

  it('is kept before the composer closes', async () => {
    const { composer, disk, inputs } = await openWorld();
    composer.write({ subject: 'Later' });
    await composer.close();
    expect(disk.stored?.subject).toBe('Later');
    expect(inputs('composer.close')).toMatchObject([{ leave: 'keep-draft' }]);
  });

  it('stays open where it could not be kept', async () => {
    const { composer, answers, commands, shown } = await openWorld();
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
    const { composer, answers, disk, shown, pass } = await openWorld();
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
    const { composer, answers, inputs } = await openWorld({ draft: empty });
    answers['composer.resumeDraft'] = () => openingOf({ draft: other });
    await composer.resume(other.id);
    expect(inputs('composer.discardDraft')).toMatchObject([{ id: empty.id }]);
  });
});
