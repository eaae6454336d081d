import type { ComponentChild } from 'preact';
import type { BarState, ComposerOpening, ReaderOpening } from '../../../lib/bus/views';
import type { EmailAddress } from '../../../lib/core/brand';
import { AppError } from '../../../lib/core/errors';
import { createBar } from '../../../lib/frames/bar/bar';
import { BarFrame } from '../../../lib/frames/bar/bar-view';
import { type Composer, createComposer } from '../../../lib/frames/composer/composer';
import { ComposerFrame } from '../../../lib/frames/composer/composer-view';
import { createReader } from '../../../lib/frames/reader/reader';
import { ReaderFrame } from '../../../lib/frames/reader/reader-view';
import '../../../lib/frames/shared/frames.css';
import {
  bar,
  DRAFT_FILES,
  draft,
  EVERYONE,
  FILES,
  FINGERPRINT,
  HTML,
  message,
  opening,
  RTL_TEXT,
  UNSENT,
} from './frames-data';
import { scenePorts } from './frames-ports';

/** One state of one frame, as it is drawn. */
export type FramePicture = { readonly name: string; readonly draw: () => ComponentChild };

const framed = (inside: ComponentChild) => <main class="frame">{inside}</main>;

const reader = (name: string, answer: ReaderOpening | AppError | undefined): FramePicture => ({
  name: `reader ${name}`,
  draw: () => {
    const open = () => {
      if (answer instanceof AppError) throw answer;
      return answer;
    };
    return framed(
      <ReaderFrame reader={createReader(scenePorts(answer === undefined ? {} : { 'reader.open': open }))} />,
    );
  },
});

const composer = (
  name: string,
  answer: ComposerOpening | AppError,
  after: (composer: Composer) => void = () => undefined,
  answers: Parameters<typeof scenePorts>[0] = {},
): FramePicture => ({
  name: `composer ${name}`,
  draw: () => {
    const open = () => {
      if (answer instanceof AppError) throw answer;
      return answer;
    };
    const made = createComposer(scenePorts({ 'composer.open': open, ...answers }));
    const stop = made.state.subscribe(() => {
      stop();
      setTimeout(() => after(made));
    });
    return framed(<ComposerFrame composer={made} />);
  },
});

const barPicture = (name: string, state: BarState): FramePicture => ({
  name: `bar ${name}`,
  draw: () => framed(<BarFrame bar={createBar(scenePorts({ 'bar.state': () => state }))} />),
});

const offer = (decision: 'unknown' | 'later' | 'verified'): ReaderOpening => ({
  kind: 'certificate',
  outcome: {
    ok: true,
    fingerprint: FINGERPRINT,
    name: 'Carol Court',
    email: 'carol@example.org' as EmailAddress,
    decision,
  },
});

const everyone = draft({
  to: EVERYONE.map((one) => one.address),
  cc: ['ivan@example.org'],
  bcc: ['judy@exam'],
});

export const FRAME_PICTURES: readonly FramePicture[] = [
  reader('opening', undefined),
  reader('locked', new AppError('vault/locked')),
  reader('tampered', new AppError('mail/tampered')),
  reader('verified', message({ attachments: FILES })),
  reader('in use', message({ signature: { status: 'in-use', fingerprint: FINGERPRINT } })),
  reader('undecided', message({ signature: { status: 'undecided', fingerprint: FINGERPRINT } })),
  reader('other address', message({ signature: { status: 'other-address', fingerprint: FINGERPRINT } })),
  reader('not signed', message({ signature: { status: 'none' }, protectedHeaders: {} })),
  reader(
    'partial',
    message({
      sealed: 'partial',
      protectedHeaders: {},
      outsideText: '-- \nSent by a list. To leave it write to leave@example.org',
    }),
  ),
  reader('signed only', message({ sealed: 'not-sealed', signature: { status: 'verified', signerName: 'Bob Bell' } })),
  reader('html', message({ text: undefined as never, html: HTML })),
  reader('right to left', message({ text: RTL_TEXT, protectedHeaders: { subject: 'החוזה, טיוטה שנייה' } })),
  reader('certificate offer', offer('unknown')),
  reader('certificate known', offer('verified')),
  composer('writing', opening()),
  composer('everyone', opening({ draft: everyone, recipients: EVERYONE, formats: ['pgp-mime', 'inline'] })),
  composer('files and unsent', opening({ draft: draft({ attachments: DRAFT_FILES }), unsent: UNSENT })),
  composer('no key', opening({ canSign: false, draft: draft({ text: '', subject: '', to: [] }) })),
  composer('sending', opening(), (made) => void made.send(), {
    'composer.send': (_input, options: { onProgress?: (progress: unknown) => void }) => {
      options.onProgress?.({ step: 'sealing', fraction: 0.4 });
      return new Promise(() => undefined);
    },
  } as Parameters<typeof scenePorts>[0]),
  composer('send failed', opening(), (made) => void made.send(), {
    'composer.send': () => {
      throw new AppError('mail/changed-by-page');
    },
  }),
  composer('without', opening(), (made) => made.askWithout(true)),
  composer('locked', new AppError('vault/locked')),
  barPicture('ready', bar()),
  barPicture('attention', bar({ attention: 2, draftsWaiting: 1 })),
  barPicture('locked', bar({ phase: 'locked', draftsWaiting: 1 })),
  barPicture('absent', bar({ phase: 'absent' })),
];
