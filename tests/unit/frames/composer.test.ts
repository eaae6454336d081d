import { describe, expect, it } from 'vitest';
import { createComposer } from '../../../lib/frames/composer/composer';
import { openWorld } from './composer-world';
import { BOB, bobIs, FINGERPRINT, openingOf } from './support';

describe('recipients', () => {
  it('are looked up once typing rests, all in one question', async () => {
    const { composer, pass, inputs, shown } = await openWorld();
    composer.addRecipients('to', 'carol@example.org');
    composer.addRecipients('cc', 'dave@example.org, half');
    await pass(200);
    expect(inputs('composer.lookUp')).toEqual([{ addresses: ['carol@example.org', 'dave@example.org'] }]);
    expect(shown().known.get('carol@example.org')?.state).toBe('none');
  });

  it('are looked up again when a decision was made', async () => {
    const { answers, hear, shown } = await openWorld({ recipients: [bobIs('undecided')] });
    answers['composer.lookUp'] = () => [bobIs('in-use')];
    await hear('contacts');
    expect(shown().known.get(BOB)?.state).toBe('in-use');
  });

  it('open the certificate window where there is a certificate, and the contacts where there is none', async () => {
    const withOne = await openWorld({ recipients: [bobIs('undecided')] });
    await withOne.composer.lookAtRecipient(BOB);
    expect(withOne.inputs('frame.openCertificate')).toEqual([{ fingerprint: FINGERPRINT }]);
    const without = await openWorld({ recipients: [bobIs('none', false)] });
    await without.composer.lookAtRecipient(BOB);
    expect(without.inputs('frame.openWindow')).toEqual([{ window: 'contacts' }]);
  });

  it('can be removed', async () => {
    const { composer, shown } = await openWorld();
    composer.removeRecipient('to', BOB);
    expect(shown().draft.to).toEqual([]);
  });
});

describe('files', () => {
  it('are refused as a whole where they are too large together', async () => {
    const { composer, shown } = await openWorld();
    const large = new File([new Uint8Array(20 * 1_048_576)], 'a.bin');
    await composer.addFiles([large]);
    await composer.addFiles([large]);
    expect(shown().draft.attachments).toHaveLength(1);
    expect(shown().problem).toBe('mail/quota');
  });

  it('that cannot be read are named so, and nothing else is lost', async () => {
    const { composer, shown } = await openWorld();
    const folder = new File([], 'folder');
    folder.arrayBuffer = () => Promise.reject(new Error('is a directory'));
    await composer.addFiles([folder]);
    expect(shown().problem).toBe('file/unreadable');
    expect(shown().draft.attachments).toEqual([]);
  });

  it('lose nothing that is written while they are read', async () => {
    const { composer, shown } = await openWorld();
    const adding = composer.addFiles([new File(['x'], 'a.txt')]);
    composer.write({ text: 'Meanwhile' });
    await adding;
    expect(shown().draft.text).toBe('Meanwhile');
    expect(shown().draft.attachments.map(({ name }) => name)).toEqual(['a.txt']);
  });
});

describe('opening', () => {
  it('waits for the unlocking and goes on by itself', async () => {
    const { composer, lock, disk, ports } = await openWorld();
    disk.phase = 'locked';
    const second = createComposer(ports);
    await second.open();
    expect(second.state.get()).toEqual({ step: 'locked', covering: false });
    await lock('unlocked');
    expect(second.state.get().step).toBe('writing');
    expect(composer.state.get().step).toBe('writing');
  });

  it('takes a format that this page can send', async () => {
    const { shown } = await openWorld({ formats: ['inline'] });
    expect(shown().draft.format).toBe('inline');
  });

  it('takes up a new key without losing the text', async () => {
    const { composer, answers, hear, shown } = await openWorld({ canSign: false });
    composer.write({ text: 'Words' });
    answers['composer.open'] = () => openingOf({ canSign: true });
    await hear('keys');
    expect(shown().canSign).toBe(true);
    expect(shown().draft.text).toBe('Words');
  });
});

describe('too much', () => {
  it('says so where more recipients are pasted than a message may have, and keeps the first two hundred', async () => {
    const { composer, shown } = await openWorld();
    composer.addRecipients('to', Array.from({ length: 250 }, (_, index) => `p${index}@example.org`).join(','));
    expect(shown().draft.to).toHaveLength(200);
    expect(shown().problem).toBe('mail/too-many-recipients');
  });
});
