import type { Fingerprint } from '../../../lib/core/brand';
import { AppError } from '../../../lib/core/errors';
import type { BoxView, LineView, TalkPeer } from '../../../lib/core/webchat';
import { type Box, createBox } from '../../../lib/frames/chat-box/box';
import { BoxFrame } from '../../../lib/frames/chat-box/box-view';
import { createLine } from '../../../lib/frames/chat-line/line';
import { LineFrame } from '../../../lib/frames/chat-line/line-view';
import '../../../lib/frames/shared/frames.css';
import { FINGERPRINT } from './frames-data';
import { type SceneAnswers, scenePorts } from './frames-ports';
import type { Scene } from './scene';

const ANNA = { fingerprint: FINGERPRINT, name: 'Anna Berg', email: 'anna@example.org' } as const;
export const ERIK = {
  fingerprint: 'e'.repeat(40) as Fingerprint,
  name: 'Erik Maximilian von Hohenfels-Wittgenstein zu Sonnenberg',
  email: 'erik.maximilian.von.hohenfels@a-long-department.faculty.example.org',
} as const;

export const peer = (
  decision: TalkPeer['decision'] = 'verified',
  who: Omit<TalkPeer, 'decision'> = ANNA,
): TalkPeer => ({
  ...who,
  decision,
});

export const boxView = (change: Partial<BoxView> = {}, protocol: 'text' | 'xmpp' = 'text'): BoxView => ({
  phase: 'unlocked',
  mode: 'sealed',
  phrase: 'nine blue herons',
  place: { protocol, locator: 'talk', title: 'Anna (work)' },
  choices: [],
  way: 'none',
  channel: 'none',
  writable: false,
  draft: '',
  ...change,
});

type TextLine = Extract<LineView, { kind: 'text' }>;

export const textLine = (change: Partial<TextLine>): TextLine => ({
  kind: 'text',
  text: 'See you at nine.',
  mine: false,
  ...(change.mine === true ? {} : { from: peer() }),
  way: 'channel',
  at: Date.now() - 3_600_000,
  ...change,
});

const answered =
  <T,>(answer: T | AppError) =>
  (): T => {
    if (answer instanceof AppError) throw answer;
    return answer;
  };

/** The box after the background answered; `after` goes on from there, as a person would. */
export const boxScene = (
  id: string,
  view: BoxView | AppError,
  after: (box: Box) => void = () => undefined,
  answers: SceneAnswers = {},
): Scene => ({
  id: `chat-box-${id}`,
  width: 560,
  height: 64,
  narrow: true,
  draw: () => {
    const box = createBox(scenePorts({ 'chatBox.open': answered(view), ...answers }));
    const stop = box.state.subscribe(() => {
      stop();
      queueMicrotask(() => after(box));
    });
    return (
      <main class="frame">
        <BoxFrame box={box} />
      </main>
    );
  },
});

/** One line; `told`: the words of its seal were asked for. */
export const lineScene = (id: string, view: LineView | AppError, told = false): Scene => ({
  id: `chat-line-${id}`,
  width: 460,
  height: 28,
  narrow: true,
  ...(told ? { press: [''] } : {}),
  draw: () => (
    <main class="frame">
      <LineFrame line={createLine(scenePorts({ 'chatLine.open': answered(view) }))} />
    </main>
  ),
});
