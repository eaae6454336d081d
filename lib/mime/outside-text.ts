import { fileNameOf, isAttached, isBlank, rawTextOf, textOf } from './content';
import { neutralLine } from './display-text';
import type { Entity } from './entity';
import { htmlToPlain } from './html-to-plain';

/** Enough to show what stands outside; nobody reads more of what nothing protects. */
const LIMIT = 100_000;

/**
 * What stands in the mail beside the parts of the envelope, in words: texts as they are, files by their names.
 * `undefined` only where there is nothing at all, so that the status is never more than the mail deserves. [req 19]
 */
export function outsideText(root: Entity, inside: ReadonlySet<Entity>): string | undefined {
  const pieces: string[] = [];
  collect(root, inside, pieces);
  return joinPieces(pieces);
}

export function joinPieces(pieces: readonly string[]): string | undefined {
  const kept = [...new Set(pieces.map((piece) => piece.trim()).filter((piece) => piece !== ''))];
  return kept.length === 0 ? undefined : kept.join('\n\n').slice(0, LIMIT).toWellFormed();
}

function collect(entity: Entity, inside: ReadonlySet<Entity>, pieces: string[]): void {
  if (inside.has(entity)) return;
  if (entity.type.value.startsWith('multipart/') && entity.parts.length > 0) {
    for (const part of entity.parts) collect(part, inside, pieces);
    return;
  }
  pieces.push(inWords(entity));
}

/** One part that is no envelope, in words; empty where it holds nothing that could be seen. */
export function inWords(entity: Entity): string {
  if (isBlank(entity.body)) return '';
  if (!isAttached(entity)) {
    if (entity.type.value === 'text/plain') return textOf(entity);
    if (entity.type.value === 'text/html') return htmlToPlain(rawTextOf(entity));
  }
  return `[${fileNameOf(entity) ?? (neutralLine(entity.type.value, 80) || 'attachment')}]`;
}
