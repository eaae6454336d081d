/**
 * Purifying takes time that grows with elements times depth, and a frame that stands still cannot be closed. Honest
 * mail has some thousands of elements, some tens deep. [req 25]
 */
const ELEMENTS = 30_000;
const DEPTH = 100;
/** Browsers themselves stand still over style sheets nested without end. */
const BRACKETS = 40;
const OCTETS = 2_000_000;

/** Elements without content, and those that their next of kin closes. */
const SHALLOW = new Set(
  'area base br col dd dt embed hr img input li link meta option p param source tbody td tfoot th thead tr track wbr'.split(
    ' ',
  ),
);

/** Whether an HTML can be purified in a moment; counted on its letters, in one pass. */
export function isLight(html: string): boolean {
  if (html.length > OCTETS || nestsBrackets(html)) return false;
  let elements = 0;
  let depth = 0;
  for (const [, close, name] of html.matchAll(/<(\/?)([a-zA-Z][^\s/>]{0,40})/g)) {
    if (++elements > ELEMENTS) return false;
    if (SHALLOW.has((name ?? '').toLowerCase())) continue;
    depth = close === '/' ? Math.max(0, depth - 1) : depth + 1;
    if (depth > DEPTH) return false;
  }
  return true;
}

/** Whether a style sheet in it opens brackets without end. */
function nestsBrackets(html: string): boolean {
  for (const [sheet] of html.matchAll(/<style\b.*?(?:<\/style|$)/gis)) {
    let depth = 0;
    for (const [bracket] of sheet.matchAll(/[{}()[\]]/g)) {
      depth = '{(['.includes(bracket) ? depth + 1 : Math.max(0, depth - 1);
      if (depth > BRACKETS) return true;
    }
  }
  return false;
}
