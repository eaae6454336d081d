import type { Envelope } from '../core/mime-port';
import { type ArmorBlock, findArmor } from './armor';
import { toAttachment } from './attachments';
import { fileNameOf, isAttached, isFlowed, rawTextOf } from './content';
import { type Entity, leavesOf } from './entity';
import { unstuff } from './flowed';
import { htmlToPlain } from './html-to-plain';
import { inWords, joinPieces } from './outside-text';

/**
 * Armor in the text of a mail, or in its HTML where no text holds any. The words around it, and every other text of
 * the mail, are outside. An HTML part that is only another dress of the same armor adds nothing.
 */
export function findInline(root: Entity): Envelope | undefined {
  const leaves = [...leavesOf(root)];
  const texts = leaves.filter((leaf) => isReadable(leaf) && !isAttached(leaf));
  const ordered = [...texts.filter((leaf) => !isHtml(leaf)), ...texts.filter(isHtml)];
  const holder = ordered.find((leaf) => blockOf(leaf) !== undefined);
  const block = holder && blockOf(holder);
  if (!holder || !block) return undefined;
  const around = [block.before, block.after];
  for (const leaf of texts) if (leaf !== holder) around.push(...wordsAround(leaf, block));
  const text = joinPieces(around);
  const files = leaves.filter((leaf) => !texts.includes(leaf) || (leaf !== holder && fileNameOf(leaf) !== undefined));
  return {
    kind: block.kind === 'message' ? 'inline-encrypted' : 'inline-signed',
    armored: block.armored,
    ...(text === undefined ? {} : { outsideText: text }),
    attachments: files.map(toAttachment),
  };
}

const isHtml = (leaf: Entity): boolean => leaf.type.value === 'text/html';

/** `application/pgp` is what mutt once wrote for inline armor. */
const isReadable = (leaf: Entity): boolean =>
  leaf.type.value === 'text/plain' || leaf.type.value === 'application/pgp' || isHtml(leaf);

function blockOf(leaf: Entity): ArmorBlock | undefined {
  const raw = rawTextOf(leaf);
  if (!raw.includes('-----BEGIN PGP ')) return undefined;
  if (isHtml(leaf)) return findArmor(htmlToPlain(raw));
  // Space-stuffing is the mailer's, made after sealing and signing (RFC 3676, 4.4).
  return findArmor(isFlowed(leaf) ? raw.split('\n').map(unstuff).join('\n') : raw);
}

function wordsAround(leaf: Entity, main: ArmorBlock): string[] {
  const block = blockOf(leaf);
  if (!block || squeeze(block.armored) !== squeeze(main.armored)) return [inWords(leaf)];
  const words = [block.before, block.after].filter((piece) => piece !== '');
  const known = squeeze(main.before + main.after);
  return squeeze(words.join('')) === known ? [] : words;
}

const squeeze = (text: string): string => text.replace(/\s+/g, '');
