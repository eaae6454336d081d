import { describe, expect, it } from 'vitest';
import { AppError } from '../../../lib/core/errors';
import { createBox } from '../../../lib/frames/chat-box/box';
import { boxWorld, placeOf, viewOf } from './chat-world';
import { fakePorts, pending, settle } from './support';

const BOB = placeOf('bob');

describe('what is written in the box', () => {
  it('is sent, tidied, and leaves the field', async () => {
    const { box, shown, inputs } = await boxWorld();
    box.write('\nSee you at nine.  \n');
    await box.send();
    expect(inputs('chatBox.send')).toMatchObject([{ text: 'See you at nine.' }]);
    expect(shown()).toMatchObject({ text: '', sending: false, unsent: false });
  });

  it('is the same message when it is sent again, and another one when it is changed [req 36]', async () => {
    const { box, answers, shown, inputs } = await boxWorld();
    answers['chatBox.send'] = () => {
      throw new AppError('webchat/not-sent');
    };
    box.write('See you at nine.');
    await box.send();
    expect(shown()).toMatchObject({ text: 'See you at nine.', problem: 'webchat/not-sent', unsent: true });
    await box.send();
    box.write('See you at ten.');
    await box.send();
    const [first, second, third] = inputs('chatBox.send') as { message: string }[];
    expect(second?.message).toBe(first?.message);
    expect(third?.message).not.toBe(first?.message);
  });

  it('twice in a row is two messages', async () => {
    const { box, inputs } = await boxWorld();
    for (const words of ['ok', 'ok']) {
      box.write(words);
      await box.send();
    }
    const [first, second] = inputs('chatBox.send') as { message: string }[];
    expect(second?.message).not.toBe(first?.message);
  });

  it('while the last one goes out is the next message', async () => {
    const { box, answers, shown } = await boxWorld();
    const sent = pending();
    answers['chatBox.send'] = () => sent.promise;
    box.write('one');
    const sending = box.send();
    await settle();
    box.write('one, two');
    sent.resolve(undefined);
    await sending;
    expect(shown().text).toBe(', two');
  });

  it('goes to nobody else where the page went to another conversation meanwhile, and comes back with it', async () => {
    const { box, talk, shown, commands, become } = await boxWorld();
    box.write('For Anna alone');
    talk.view = { ...talk.view, place: BOB };
    await box.send();
    expect(commands()).not.toContain('chatBox.send');
    expect(shown()).toMatchObject({ text: '', problem: 'webchat/moved', sending: false });
    await become({ place: placeOf('anna') });
    expect(shown().text).toBe('For Anna alone');
  });

  it('is not sent where its reader or its way changed since it was drawn [req 32]', async () => {
    const { box, talk, shown, commands } = await boxWorld();
    box.write('For Anna alone');
    talk.view = { ...talk.view, way: 'openpgp' };
    await box.send();
    expect(shown()).toMatchObject({ text: 'For Anna alone', problem: 'webchat/changed' });
    const { peer } = talk.view;
    if (peer === undefined) throw new Error('the talk has a peer');
    talk.view = { ...talk.view, peer: { ...peer, fingerprint: 'b'.repeat(40) as typeof peer.fingerprint } };
    await box.send();
    expect(commands()).not.toContain('chatBox.send');
    await box.send();
    expect(commands()).toContain('chatBox.send');
  });

  it.each([
    ['blocked', { blocked: 'webchat/hidden-connection' }],
    ['waiting', { writable: false, channel: 'their-decision' }],
    ['without a way', { way: 'none' }],
  ] as const)('is not sent while the talk is %s', async (_name, change) => {
    const { box, commands } = await boxWorld(change);
    box.write('See you at nine.');
    await box.send();
    expect(commands()).not.toContain('chatBox.send');
  });

  it('is not sent when it is too long, or nothing', async () => {
    const { box, commands } = await boxWorld();
    for (const words of ['x'.repeat(10_001), ' \n ']) {
      box.write(words);
      await box.send();
    }
    expect(commands()).not.toContain('chatBox.send');
  });
});

describe('a draft in the box', () => {
  it('is kept half a second after it was written', async () => {
    const { box, talk, pass, inputs } = await boxWorld();
    box.write('See');
    box.write('See you');
    expect(inputs('chatBox.saveDraft')).toEqual([]);
    await pass(500);
    expect(inputs('chatBox.saveDraft')).toHaveLength(1);
    expect(talk.drafts.get('anna')).toBe('See you');
  });

  it('stays with its conversation, though the page left before it was kept', async () => {
    const { box, talk, pass, shown, become } = await boxWorld();
    box.write('For Anna alone');
    await become({ place: BOB });
    expect(shown().text).toBe('');
    await pass(5_000);
    expect(talk.drafts.get('bob')).toBeUndefined();
    await become({ place: placeOf('anna') });
    expect(shown().text).toBe('For Anna alone');
    await pass(500);
    expect(talk.drafts.get('anna')).toBe('For Anna alone');
  });

  it('is taken off the screen by a lock and comes back after it [req 4]', async () => {
    const { box, shown, become } = await boxWorld();
    box.write('For Anna alone');
    await become({ phase: 'locked' }, 'vault');
    expect(JSON.stringify(shown())).not.toContain('For Anna alone');
    await become({ phase: 'unlocked' }, 'vault');
    expect(shown().text).toBe('For Anna alone');
  });

  it('is not stored while there is no trace, and what was stored before goes', async () => {
    const { box, talk, pass, become } = await boxWorld();
    box.write('Before');
    await pass(500);
    expect(talk.drafts.get('anna')).toBe('Before');
    await become({ way: 'no-trace', noTrace: { phase: 'private', smp: { state: 'none' } } });
    expect(talk.drafts.get('anna')).toBe('');
    box.write('Only here');
    await pass(5_000);
    expect([...talk.drafts.values()].join()).not.toContain('Only here');
  });

  it('of a conversation without trace is gone after a lock', async () => {
    const { box, shown, become } = await boxWorld({
      way: 'no-trace',
      noTrace: { phase: 'private', smp: { state: 'none' } },
    });
    box.write('Only here');
    await become({ phase: 'locked' }, 'vault');
    await become({ phase: 'unlocked' }, 'vault');
    expect(shown().text).toBe('');
  });

  it('leaves the screen where the background cannot be asked any more', async () => {
    const { box, answers, hear } = await boxWorld();
    box.write('For Anna alone');
    answers['chatBox.open'] = () => {
      throw new AppError('bus/outdated');
    };
    await hear('vault');
    expect(box.state.get()).toEqual({ step: 'failed', code: 'bus/outdated' });
  });
});

describe('the box', () => {
  it('waits for a background that has not heard of its ticket yet', async () => {
    let asked = 0;
    const background = fakePorts({
      'chatBox.open': () => {
        asked += 1;
        if (asked < 3) throw new AppError('ticket/unknown');
        return viewOf();
      },
    });
    const box = createBox(background.ports);
    const opening = box.open();
    await settle();
    await background.pass(100);
    await opening;
    expect(box.state.get().step).toBe('shown');
  });

  it('says why what was asked for was not done, and does one thing at a time', async () => {
    const { box, answers, shown, inputs } = await boxWorld();
    const done = pending();
    answers['chatBox.begin'] = () => done.promise;
    const first = box.act('begin');
    await box.act('begin');
    expect(inputs('chatBox.begin')).toHaveLength(1);
    done.reject(new AppError('webchat/page-closed'));
    await first;
    expect(shown()).toMatchObject({ busy: false, problem: 'webchat/page-closed' });
  });
});
