import type { ComponentChild } from 'preact';
import type { BarState, ComposerOpening, ReaderOpening } from '../../../lib/bus/views';
import { AppError } from '../../../lib/core/errors';
import { createBar } from '../../../lib/frames/bar/bar';
import { BarFrame } from '../../../lib/frames/bar/bar-view';
import { type Composer, createComposer } from '../../../lib/frames/composer/composer';
import { ComposerFrame } from '../../../lib/frames/composer/composer-view';
import { createReader } from '../../../lib/frames/reader/reader';
import { ReaderFrame } from '../../../lib/frames/reader/reader-view';
import '../../../lib/frames/shared/frames.css';
import { type SceneAnswers, scenePorts } from './frames-ports';
import type { Scene } from './scene';

const framed = (inside: ComponentChild) => <main class="frame">{inside}</main>;

const answering =
  <Opening,>(answer: Opening | AppError) =>
  (): Opening => {
    if (answer instanceof AppError) throw answer;
    return answer;
  };

/** The reader after the background answered; without an answer it is still opening. */
export const readerScene = (id: string, answer: ReaderOpening | AppError | undefined): Scene => ({
  id: `reader-${id}`,
  width: 720,
  height: 80,
  narrow: true,
  draw: () => {
    const ports = scenePorts(answer === undefined ? {} : { 'reader.open': answering(answer) });
    return framed(<ReaderFrame reader={createReader(ports)} />);
  },
});

/** The composer with a draft; `after` goes on from there, as a person would. */
export const composerScene = (
  id: string,
  answer: ComposerOpening | AppError,
  after: (composer: Composer) => void = () => undefined,
  answers: SceneAnswers = {},
): Scene => ({
  id: `composer-${id}`,
  width: 720,
  height: 560,
  narrow: true,
  draw: () => {
    const composer = createComposer(scenePorts({ 'composer.open': answering(answer), ...answers }));
    const stop = composer.state.subscribe(() => {
      stop();
      queueMicrotask(() => after(composer));
    });
    return framed(<ComposerFrame composer={composer} />);
  },
});

/** The bar in its strip. */
export const barScene = (id: string, state: BarState): Scene => ({
  id: `bar-${id}`,
  width: 720,
  height: 32,
  narrow: true,
  draw: () => framed(<BarFrame bar={createBar(scenePorts({ 'bar.state': () => state }))} />),
});
