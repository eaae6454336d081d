import { createTimer } from '../timer';
import type { TalkingParts } from './parts';

/** Takes away what is over (W4), within a moment while this background lives, and before anything is shown. */
export function createExpiry(
  parts: Pick<TalkingParts, 'book' | 'rows' | 'files' | 'now' | 'wakeAt' | 'announce' | 'onFailure'>,
) {
  const { book, rows, files, now } = parts;
  const timer = createTimer(now, () => void purge().catch(parts.onFailure));

  function arm(at: number): void {
    timer.arm(at);
    parts.wakeAt(at);
  }

  /** Works while locked: what is over is known without opening anything. Never in a step. */
  async function purge(): Promise<void> {
    const next = await rows.nextGone();
    if (next === undefined) return;
    if (next > now()) return arm(next);
    await book.step(async () => {
      const over = await rows.overdue(now());
      // The file first: a line that is gone does not know it any more.
      for (const { file } of over) if (file !== undefined) await files.remove(file);
      await rows.write({ messages: over.map(({ sealed: _, goneAt: __, file: ___, ...line }) => line) });
    });
    parts.announce('chat');
    const later = await rows.nextGone();
    if (later !== undefined) arm(later);
  }

  return { arm, purge };
}
