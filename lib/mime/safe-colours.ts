type Rgb = readonly [number, number, number];

const NAMES: Readonly<Record<string, Rgb>> = {
  black: [0, 0, 0],
  white: [255, 255, 255],
  snow: [255, 250, 250],
  ivory: [255, 255, 240],
  ghostwhite: [248, 248, 255],
  whitesmoke: [245, 245, 245],
};
/** Sum over the three channels, below which nobody reads letters on their ground. */
const CLOSE = 48;

/** Takes the colour from letters that could not be told from their ground (white on white), so that they are seen. [req 20] */
export function showsAgainst(element: HTMLElement): void {
  const ink = colourOf(declared(element, 'color') ?? element.getAttribute('color'));
  if (!ink) return;
  const ground = groundOf(element);
  const distance = ink.reduce((sum, channel, index) => sum + Math.abs(channel - (ground[index] ?? 0)), 0);
  if (distance >= CLOSE) return;
  element.removeAttribute('color');
  const rest = (element.getAttribute('style') ?? '').split('; ').filter((one) => !one.startsWith('color:'));
  if (rest.join('') === '') element.removeAttribute('style');
  else element.setAttribute('style', rest.join('; '));
}

function groundOf(element: HTMLElement): Rgb {
  for (let at: HTMLElement | null = element; at; at = at.parentElement) {
    const text = declared(at, 'background-color') ?? declared(at, 'background') ?? at.getAttribute('bgcolor');
    const colour = colourOf(text);
    if (colour) return colour;
  }
  return [255, 255, 255];
}

/** From a style attribute that `safeDeclarations` wrote. */
const declared = (element: HTMLElement, name: string): string | undefined =>
  (element.getAttribute('style') ?? '')
    .split('; ')
    .findLast((one) => one.startsWith(`${name}: `))
    ?.slice(name.length + 2);

function colourOf(text: string | null | undefined): Rgb | undefined {
  const value = (text ?? '')
    .trim()
    .toLowerCase()
    .replace(/\s*!important$/, '');
  if (Object.hasOwn(NAMES, value)) return NAMES[value];
  const short = /^#?([0-9a-f])([0-9a-f])([0-9a-f])$/.exec(value);
  if (short)
    return [17, 17, 17].map((unit, index) => unit * Number.parseInt(short[index + 1] ?? '0', 16)) as unknown as Rgb;
  const long = /^#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/.exec(value);
  if (long) return [1, 2, 3].map((index) => Number.parseInt(long[index] ?? '0', 16)) as unknown as Rgb;
  const numbers = /^rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)/.exec(value);
  return numbers ? ([1, 2, 3].map((index) => Number(numbers[index])) as unknown as Rgb) : undefined;
}
