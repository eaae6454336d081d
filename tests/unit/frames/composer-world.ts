import type { EmailAddress } from '../../../lib/core/brand';
import type { Draft } from '../../../lib/core/compose';
import { AppError } from '../../../lib/core/errors';
import { createComposer } from '../../../lib/frames/composer/composer';
import type { Writing } from '../../../lib/frames/composer/composer-state';
import { fakePorts, openingOf } from './support';

/** A background with one stored draft that can be locked. */
export async function openWorld(change: Parameters<typeof openingOf>[0] = {}) {
  const disk = { stored: undefined as Draft | undefined, phase: 'unlocked', savesWhileLocked: true };
  const opening = openingOf(change);
  const background = fakePorts({
    'composer.open': () => {
      if (disk.phase !== 'unlocked') throw new AppError('vault/locked');
      return { ...opening, draft: disk.stored ?? opening.draft };
    },
    'composer.saveDraft': ({ draft }: { draft: Draft }) => {
      if (disk.phase !== 'unlocked' && !disk.savesWhileLocked) throw new AppError('vault/locked');
      disk.stored = draft;
    },
    'composer.lookUp': ({ addresses }: { addresses: EmailAddress[] }) =>
      addresses.map((address) => ({ address, state: 'none' })),
    'vault.state': () => ({ phase: disk.phase }),
  });
  const composer = createComposer(background.ports);
  await composer.open();
  const shown = () => composer.state.get() as Writing;
  const lock = async (phase: 'locked' | 'unlocked') => {
    disk.phase = phase;
    await background.hear('vault');
  };
  return { ...background, composer, disk, shown, lock };
}
