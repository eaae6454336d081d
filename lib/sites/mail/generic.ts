import { type ArmorBlock, findArmor, soleArmor } from '../armor';
import { readLines } from '../page-text';
import type { Found } from './site';

/** How far above the header the rest of the armor may lie: one element per line, in a few wrappers. */
const CLIMB = 12;
const BEGIN = '-----BEGIN PGP ';

/** The text node is the first line of a block, or could be. */
export const beginsArmor = (node: Node): boolean => node.nodeValue?.includes(BEGIN) === true;

/**
 * The message or certificate that begins in this text node, on a page that Sotto does not know: the smallest element
 * that holds the whole block. `undefined` while the block is not complete.
 */
export function findAround(node: Node): Found | undefined {
  let element = node.parentElement;
  if (element === null || element.closest('textarea, [contenteditable], blockquote') !== null) return undefined;
  for (let step = 0; step < CLIMB && element !== null && element !== element.ownerDocument.body; step++) {
    const lines = readLines(element);
    const [block] = findArmor(lines);
    if (block !== undefined) return describe(element, block, soleArmor(lines) !== undefined);
    element = element.parentElement;
  }
  return undefined;
}

/** Other words in the same element stay visible: our frame then stands beside it, not in its place. */
function describe(place: Element, block: ArmorBlock, alone: boolean): Found {
  const how = alone ? 'replace' : 'beside';
  const blob = new Blob([block.text]);
  const give = async () => blob;
  if (block.kind === 'certificate') return { kind: 'certificate', place, how, source: 'page', armored: give };
  return { kind: 'message', place, how, whole: 'armor', ready: blob, source: give };
}
