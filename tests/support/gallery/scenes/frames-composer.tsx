import { AppError } from '../../../../lib/core/errors';
import { DRAFT_FILES, draft, EVERYONE, opening, UNSENT } from '../frames-data';
import { composerScene } from '../frames-drawing';
import type { Scene } from '../scene';

const everyone = draft({
  to: EVERYONE.map((one) => one.address),
  cc: ['ivan@example.org'],
  bcc: ['judy@exam'],
});

/** The composer frame: every certificate state, every way it can stop. */
export const SCENES: readonly Scene[] = [
  composerScene('writing', opening()),
  composerScene('everyone', opening({ draft: everyone, recipients: EVERYONE, formats: ['pgp-mime', 'inline'] })),
  composerScene('files-and-unsent', opening({ draft: draft({ attachments: DRAFT_FILES }), unsent: UNSENT })),
  composerScene('no-key', opening({ canSign: false, draft: draft({ text: '', subject: '', to: [] }) })),
  composerScene('sending', opening(), (made) => void made.send(), {
    'composer.send': (_input, options) => {
      options.onProgress?.({ step: 'sealing', fraction: 0.4 });
      return new Promise(() => undefined);
    },
  }),
  composerScene('send-failed', opening(), (made) => void made.send(), {
    'composer.send': () => {
      throw new AppError('mail/changed-by-page');
    },
  }),
  composerScene('without', opening(), (made) => made.askWithout(true)),
  composerScene('locked', new AppError('vault/locked')),
];
