/**
 * Style of a stranger's making, cut to what cannot load anything, cover anything or hide anything: what stays in a
 * message is seen, and what is quoted in an answer was seen. [req 20, 22]
 */
export type SafeCss = { readonly css: string; readonly remote: number };

const PROPERTIES =
  /^(?:background(?:-color)?|border(?:-[a-z-]+)?|caption-side|clear|color|direction|display|empty-cells|float|font(?:-(?:family|size|style|variant|weight))?|height|letter-spacing|line-height|list-style(?:-(?:type|position))?|margin(?:-(?:top|right|bottom|left))?|max-width|min-width|overflow-wrap|padding(?:-(?:top|right|bottom|left))?|table-layout|text-(?:align|decoration(?:-[a-z]+)?|transform)|unicode-bidi|vertical-align|white-space|width|word-(?:break|spacing|wrap))$/;
const FUNCTIONS = new Set(['rgb', 'rgba', 'hsl', 'hsla', 'calc', 'min', 'max', 'clamp']);
const REMOTE = /(?:url\(|image-set\(|src\(|@import)\s*["']?\s*(?:https?:)?\/\//gi;
const DEPTH = 4;

/** A list of declarations: the content of a style attribute. */
export function safeDeclarations(source: string): SafeCss {
  const css = plainCss(source);
  const kept = splitOutside(css, ';').flatMap((declaration) => {
    const colon = declaration.indexOf(':');
    if (colon < 0) return [];
    const name = declaration.slice(0, colon).trim().toLowerCase();
    const value = declaration.slice(colon + 1).trim();
    return PROPERTIES.test(name) && isSafeValue(name, value.toLowerCase()) ? [`${name}: ${value}`] : [];
  });
  return { css: kept.join('; '), remote: countRemote(css) };
}

/** A style sheet: plain rules and `@media`; every other at-rule is dropped. */
export function safeSheet(source: string): SafeCss {
  const css = plainCss(source).replace(/<!--|-->/g, ' ');
  return { css: safeRules(css, 0), remote: countRemote(css) };
}

function safeRules(css: string, depth: number): string {
  const rules: string[] = [];
  let at = 0;
  while (at < css.length) {
    const open = css.indexOf('{', at);
    if (open < 0) break;
    const close = blockEnd(css, open);
    // What stands before the last semicolon is a statement without a block, such as @import.
    const prelude = (css.slice(at, open).split(';').at(-1) ?? '').trim();
    const block = css.slice(open + 1, close);
    if (/^@media\s[\w\s():.,-]+$/i.test(prelude) && depth < DEPTH) {
      rules.push(`${prelude} { ${safeRules(block, depth + 1)} }`);
    } else if (/^[\w\s.#>+~*,:()="'[\]^$|-]+$/.test(prelude)) {
      const { css: declarations } = safeDeclarations(block);
      if (declarations !== '') rules.push(`${prelude} { ${declarations} }`);
    }
    at = close + 1;
  }
  return rules.join('\n');
}

/** Without comments, escapes and anything that could end the element: what is left has one meaning only. */
export const plainCss = (css: string): string =>
  css
    .slice(0, 500_000)
    .replace(/\/\*.*?(?:\*\/|$)/gs, ' ')
    .replace(/[\\<\u0000]/g, '');

const countRemote = (css: string): number => css.match(REMOTE)?.length ?? 0;

function blockEnd(css: string, open: number): number {
  let depth = 0;
  for (let at = open; at < css.length; at++) {
    if (css[at] === '{') depth++;
    else if (css[at] === '}' && --depth === 0) return at;
  }
  return css.length;
}

function splitOutside(css: string, separator: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  let depth = 0;
  let quote = '';
  for (let at = 0; at < css.length; at++) {
    const character = css[at] ?? '';
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '(') depth++;
    else if (character === ')') depth--;
    else if (character === separator && depth <= 0) {
      pieces.push(css.slice(start, at));
      start = at + 1;
    }
  }
  pieces.push(css.slice(start));
  return pieces;
}

function isSafeValue(name: string, value: string): boolean {
  if (value.length > 500 || /[{}@\u0001-\u001f]/.test(value)) return false;
  for (const match of value.matchAll(/([\w-]*)\(/g)) if (!FUNCTIONS.has(match[1] ?? '')) return false;
  switch (name) {
    case 'display':
      return /^(?:block|inline|inline-block|list-item|table(?:-[a-z-]+)?|flex)\b/.test(value);
    case 'color':
      return !isFaint(value);
    case 'font':
    case 'font-size':
    case 'line-height':
      return !isTiny(value);
    default:
      return !/(?:^|[\s(,])-\s*[\d.]/.test(value);
  }
}

/** Colours that let the ground through: nobody writes them but to hide. */
export const isFaint = (value: string): boolean =>
  /transparent/.test(value) ||
  /^#(?:[0-9a-f]{3}[0-9a-b]|[0-9a-f]{6}[0-9a-b][0-9a-f])(?:\s|$)/.test(value) ||
  /(?:,|\/)\s*(?:0?\.[0-6]\d*|0(?:\.0*)?|[0-6]?\d%)\s*\)/.test(
    value.replace(/^(?:rgb|hsl)\(([^,/]*,){2}[^,/]*\)$/, ''),
  );

/** Sizes below about six pixels, and anything computed or negative. */
export const isTiny = (value: string): boolean =>
  /\(|(?:^|[\s/])-/.test(value) ||
  [...value.matchAll(/(?:^|[\s/])(\d*\.?\d+)(px|pt|em|rem|ex|ch|mm|cm|in|pc|vw|vh|%)?(?=$|[\s/!,])/g)].some(
    ([, size, unit]) => {
      const scale: Readonly<Record<string, number>> = {
        px: 1,
        pt: 1.3,
        mm: 3.8,
        cm: 38,
        in: 96,
        pc: 16,
        vw: 4,
        vh: 4,
        '%': 0.16,
      };
      const number = Number(size);
      if (unit === undefined) return number < 0.6;
      return number * (scale[unit] ?? 14) < 6;
    },
  );
