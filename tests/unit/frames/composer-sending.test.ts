import { describe, expect, it } from 'vitest';
import type { EmailAddress } from '../../../lib/core/brand';
import type { Draft } from '../../../lib/core/compose';
import { AppError } from '../../../lib/core/errors';
import { openWorld } from './composer-world';
import { BOB, bobIs, pending, settle } from './support';

describe('sending', () => {
  it('sends the draft as it stands and then forgets it', async () => {
    const { composer, inputs } = await openWorld();
    await composer.send();
    expect(inputs('composer.send')).toMatchObject([{ draft: { text: 'See you at nine.', to: [BOB] } }]);
    expect(composer.state.get()).toEqual({ step: 'sent' });
  });

  it('asks the background for nothing while a recipient has no certificate that may be used [req 16] [req 32]', async () => {
    for (const state of ['none', 'undecided', 'refused', 'changed', 'unusable'] as const) {
      const { composer, commands } = await openWorld({ recipients: [bobIs(state)] });
      await composer.send();
      expect(commands()).not.toContain('composer.send');
    }
  });

  it('asks for nothing where I have no key for my address', async () => {
    const { composer, commands } = await openWorld({ canSign: false });
    await composer.send();
    expect(commands()).not.toContain('composer.send');
  });

  it('shows how far it is, sends once however often it is pressed, and takes no change meanwhile', async () => {
    const sent = pending();
    const { composer, answers, inputs, shown } = await openWorld();
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
    const { composer, answers, shown } = await openWorld();
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
    const { composer, answers, disk, inputs } = await openWorld();
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
    const { composer, answers, lock, shown } = await openWorld();
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
