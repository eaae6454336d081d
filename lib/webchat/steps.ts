import { readPayload } from '../core/wire/webchat-payload';
import type { BookChange } from './book';
import type { Talk } from './talk';

/**
 * What a step puts out, to be known again wherever the page shows it. Packets are found by the tag of their channel; a
 * greeting and an opening have none that is mine.
 */
export function linesWaiting(before: Talk, after: Talk): NonNullable<BookChange['lines']> {
  const added = after.waiting.filter((payload) => !before.waiting.includes(payload));
  return added.flatMap((payload) => {
    const kind = readPayload(payload)?.kind;
    if (kind !== 'greeting' && kind !== 'opening') return [];
    return [{ payload, line: { kind: 'step' as const, step: kind, mine: true } }];
  });
}
