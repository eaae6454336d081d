// @vitest-environment jsdom
import { act } from 'preact/test-utils';
import { describe, expect, it } from 'vitest';
import { SENTENCES } from '../../../lib/core/error-codes';
import { AppError } from '../../../lib/core/errors';
import type { BoxView } from '../../../lib/core/webchat';
import { createBox } from '../../../lib/frames/chat-box/box';
import { BoxFrame } from '../../../lib/frames/chat-box/box-view';
import { browserGuard } from '../../../lib/frames/shared/guard';
import { anna, viewOf } from './chat-world';
import { COVERED_GUARD, drawn, OPEN_GUARD } from './drawn';
import { FINGERPRINT, fakePorts, settle } from './support';

async function show(change: Partial<BoxView> = {}, guard = OPEN_GUARD) {
  const background = fakePorts({ 'chatBox.open': () => viewOf(change) });
  const view = await drawn(<BoxFrame box={createBox(background.ports)} />, guard);
  const enter = async (shiftKey = false, isComposing = false) => {
    const event = new KeyboardEvent('keydown', {
      key: 'Enter',
      shiftKey,
      isComposing,
      bubbles: true,
      cancelable: true,
    });
    await act(async () => {
      view.one('box-text').dispatchEvent(event);
      await settle();
    });
    return event.defaultPrevented;
  };
  return { ...background, ...view, enter };
}

describe('the box as it is drawn', () => {
  it.each([
    [{}, 'Sealed, verified to Anna Berg', true],
    [{ peer: anna('in-use') }, 'Sealed, not verified, to Anna Berg', false],
    [{ problem: 'contact/changed' }, 'Sealed, not verified, to Anna Berg', false],
    [{ channel: 'changed' }, 'Stopped: Anna’s certificate changed', false],
    [{ channel: 'other-half' }, 'Waiting for the other half of the key of Anna', false],
    [{ channel: 'their-decision', writable: false, way: 'none' }, 'Waiting for Anna', false],
    [{ blocked: 'webchat/hidden-connection' }, 'Nothing can be sent here', false],
    [{ phase: 'locked' }, 'Locked', false],
    [
      { way: 'no-trace', noTrace: { phase: 'private', smp: { state: 'none' } } },
      'No trace with Anna, not compared',
      false,
    ],
  ] as const)('says who reads and how sure that is: %o', async (change, words, verified) => {
    const { one } = await show(change as Partial<BoxView>);
    expect(one('box-status').textContent).toContain(words);
    expect(one('box').dataset.verified).toBe(String(verified));
    expect(one('box-status').querySelector('.status-verified') !== null).toBe(verified);
  });

  it('shows the phrase that no page can know', async () => {
    expect((await show()).words('box-phrase')).toBe('blue herons');
  });

  it('sends with Enter, begins a line with Shift and Enter, and leaves a composition its Enter', async () => {
    const { type, enter, commands } = await show();
    await type('box-text', 'See you');
    expect(await enter(true)).toBe(false);
    expect(await enter(false, true)).toBe(false);
    expect(commands()).not.toContain('chatBox.send');
    expect(await enter()).toBe(true);
    expect(commands()).toContain('chatBox.send');
  });

  it('sends nothing on a synthetic press or key [req 29]', async () => {
    const { type, enter, press, commands } = await show({}, { ...OPEN_GUARD, trusts: browserGuard.trusts });
    await type('box-text', 'See you');
    await press('box-send');
    await enter();
    expect(commands()).not.toContain('chatBox.send');
  });

  it('sends, offers and chooses nothing while the page covers the frame, and says so [req 29]', async () => {
    const { type, enter, press, commands, all } = await show({ choices: [anna()] }, COVERED_GUARD);
    await type('box-text', 'See you');
    await enter();
    await press('box-send');
    await press('box-menu');
    await press('box-people');
    expect(commands()).toEqual(['chatBox.open']);
    expect(all('frame-unseen')).toHaveLength(1);
    const nobody = await show(
      { peer: undefined, way: 'none', writable: false, choices: [anna()] } as never,
      COVERED_GUARD,
    );
    await nobody.press('box-choice');
    await nobody.press('box-begin');
    expect(nobody.commands()).toEqual(['chatBox.open']);
  });

  it('asks who reads it where nobody was chosen', async () => {
    const { press, inputs, all } = await show({
      peer: undefined,
      way: 'none',
      writable: false,
      choices: [anna()],
    } as never);
    expect(all('box-text')).toHaveLength(0);
    await press('box-choice');
    expect(inputs('chatBox.choose')).toMatchObject([{ fingerprint: FINGERPRINT }]);
    await press('box-begin');
    expect(inputs('chatBox.begin')).toHaveLength(1);
  });

  it('does not ask who reads it where nothing can go out, and says why', async () => {
    const { words, all } = await show({
      peer: undefined,
      way: 'none',
      writable: false,
      choices: [anna()],
      blocked: 'webchat/hidden-connection',
    } as never);
    expect(words('box-reason')).toBe(SENTENCES['webchat/hidden-connection']);
    expect(all('box-choice')).toHaveLength(0);
  });

  it('leads to the certificate that somebody offers, and decides nothing by itself', async () => {
    const { root, press, commands } = await show({ offered: anna('later'), channel: 'your-decision', writable: false });
    expect(root.textContent).toContain('Anna Berg offers a sealed conversation.');
    await press('box-certificate');
    expect(commands()).toEqual(['chatBox.open', 'frame.openCertificate', 'chatBox.open']);
  });

  it.each([
    [{ blocked: 'webchat/hidden-connection' }, SENTENCES['webchat/hidden-connection']],
    [{ writable: false, channel: 'their-decision' }, SENTENCES['webchat/waiting']],
    [{ writable: false, channel: 'ended' }, SENTENCES['webchat/not-begun']],
  ] as const)('keeps the text and says why Send is blocked: %o', async (change, sentence) => {
    const { one, words, press, commands } = await show({ ...change, draft: 'See you' });
    expect((one('box-text') as HTMLTextAreaElement).value).toBe('See you');
    expect(words('box-reason')).toContain(sentence);
    expect(one('box-send').getAttribute('aria-disabled')).toBe('true');
    await press('box-send');
    expect(commands()).toEqual(['chatBox.open']);
  });

  it('offers to send again what the page did not take', async () => {
    const { press, answers, words } = await show({ draft: 'See you' });
    answers['chatBox.send'] = () => {
      throw new AppError('webchat/not-sent');
    };
    await press('box-send');
    expect(words('box-send')).toBe('Send again');
    expect(words('box-reason')).toContain(SENTENCES['webchat/not-sent']);
  });

  it('counts the characters near the end of the room', async () => {
    const { type, words, all } = await show();
    expect(all('box-room')).toHaveLength(0);
    await type('box-text', 'x'.repeat(9_900));
    expect(words('box-room')).toBe('Room for 100 more');
    await type('box-text', 'x'.repeat(10_007));
    expect(words('box-room')).toBe('7 too many');
  });

  it.each([
    ['absent', 'box-set-up', { window: 'start' }],
    ['no-key', 'box-set-up', { window: 'keys' }],
    ['locked', 'box-unlock', { window: 'unlock' }],
  ] as const)('leads on where it is %s', async (phase, id, input) => {
    const { press, inputs, all } = await show({ phase });
    expect(all('box-text')).toHaveLength(0);
    await press(id);
    expect(inputs('frame.openWindow')).toEqual([input]);
  });

  it('says where to click while the person shows it the page, and stops on request', async () => {
    const { root, press, inputs } = await show({ picking: 'box' });
    expect(root.textContent).toContain('Click the box in which you write.');
    await press('box-stop-picking');
    expect(inputs('chatBox.pick')).toMatchObject([{ stop: true }]);
  });

  it('closes its menu with Escape', async () => {
    const { press, all, key } = await show({ comparison: '1111 2222 3333' });
    await press('box-menu');
    expect(all('box-digits')).toHaveLength(1);
    await press('box-digits');
    expect(all('box-twelve')[0]?.textContent).toBe('111122223333');
    await key('box-twelve', 'Escape');
    expect(all('box-twelve')).toHaveLength(0);
  });

  it('shows a name that would reorder or hide what stands beside it as what it is [req 24]', async () => {
    const { one } = await show({ peer: { ...anna('in-use'), name: 'Anna\u202e\n, verified' } });
    expect(one('box-status').textContent).not.toContain('\u202e');
    expect(one('box-status').textContent).toContain('not verified');
  });
});
