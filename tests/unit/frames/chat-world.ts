import { AppError } from '../../../lib/core/errors';
import type { BoxView, LineView, TalkPeer } from '../../../lib/core/webchat';
import type { MessageId } from '../../../lib/core/wire/ids';
import { createBox } from '../../../lib/frames/chat-box/box';
import type { Shown } from '../../../lib/frames/chat-box/box-state';
import { FINGERPRINT, fakePorts } from './support';

export const anna = (decision: TalkPeer['decision'] = 'verified'): TalkPeer => ({
  fingerprint: FINGERPRINT,
  name: 'Anna Berg',
  email: 'anna@example.org',
  decision,
});

export const placeOf = (locator: string): BoxView['place'] => ({ protocol: 'text', locator, title: locator });

export const viewOf = (change: Partial<BoxView> = {}): BoxView => ({
  phase: 'unlocked',
  mode: 'sealed',
  phrase: 'blue herons',
  place: placeOf('anna'),
  peer: anna(),
  choices: [],
  way: 'channel',
  channel: 'open',
  writable: true,
  draft: '',
  ...change,
});

export const textOf = (change: Partial<Extract<LineView, { kind: 'text' }>> = {}): LineView => ({
  kind: 'text',
  text: 'See you at nine.',
  mine: false,
  from: anna(),
  way: 'channel',
  ...change,
});

/** A background with one talk for each place, whose view a test sets; it keeps drafts as it is told. */
export async function boxWorld(change: Partial<BoxView> = {}) {
  const talk = { view: viewOf(change), drafts: new Map<string, string>() };
  const background = fakePorts({
    'chatBox.open': (): BoxView => ({
      ...talk.view,
      draft: talk.drafts.get(talk.view.place.locator) ?? talk.view.draft,
    }),
    'chatBox.saveDraft': ({ text }: { text: string }) => {
      if (talk.view.phase !== 'unlocked') throw new AppError('vault/locked');
      talk.drafts.set(talk.view.place.locator, text);
    },
    'chatBox.send': () => undefined,
    'chatBox.begin': () => undefined,
  });
  let drawn = 0;
  const box = createBox(background.ports, () => String(++drawn).padStart(32, '0') as MessageId);
  await box.open();
  const shown = () => box.state.get() as Shown;
  const become = async (next: Partial<BoxView>, event = 'webchat') => {
    talk.view = { ...talk.view, ...next };
    await background.hear(event);
  };
  return { ...background, box, talk, shown, become };
}
