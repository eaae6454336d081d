import { isPicture } from './image-sources';
import { showsAgainst } from './safe-colours';
import { isFaint, isTiny, plainCss, safeDeclarations } from './safe-css';

const LOADS = [
  'src',
  'srcset',
  'background',
  'poster',
  'data',
  'href',
  'xlink:href',
  'style',
  'content',
  'lowsrc',
  'dynsrc',
];
const REMOTE = /(?:^|[\s,("'=])(?:https?:)?\/\/[^\s/]/i;

/** How many of the things that the purifier took away would have asked the network. */
export function countRemoved(removed: ReadonlyArray<unknown>): number {
  let count = 0;
  for (const entry of removed) {
    if (typeof entry !== 'object' || entry === null) continue;
    const { attribute, element } = entry as { attribute?: Attr | null; element?: Node };
    if (attribute) count += LOADS.includes(attribute.name) && REMOTE.test(attribute.value) ? 1 : 0;
    else if (element && 'querySelectorAll' in element) count += countLoads(element as Element);
  }
  return count;
}

/** What was taken away whole; elements whose content stayed are looked at by themselves. */
const WHOLE = new Set(['svg', 'math', 'video', 'audio', 'object', 'noscript', 'template']);

const insideOf = (element: Element): Element[] =>
  WHOLE.has(element.tagName.toLowerCase()) ? [...element.querySelectorAll('*')].slice(0, 200) : [];

const countLoads = (element: Element): number =>
  [element, ...insideOf(element)].filter(
    (each) => !/^a$/i.test(each.tagName) && LOADS.some((name) => REMOTE.test(each.getAttribute(name) ?? '')),
  ).length;

/** Second pass over purified elements; answers how many remote contents it left out. */
export function makeElementsSafe(body: HTMLElement, images: ReadonlyMap<string, string>): number {
  let removed = 0;
  for (const element of [body, ...body.querySelectorAll<HTMLElement>('*')]) {
    if (element !== body && isHidden(element)) {
      element.remove();
      continue;
    }
    removed += makeStyleSafe(element);
    if (element.tagName === 'IMG') removed += makeImageSafe(element, images);
    else element.removeAttribute('src');
    if (element.tagName === 'A') makeLinkSafe(element);
    else element.removeAttribute('href');
  }
  return removed;
}

/** Hidden by its own word: not drawn and not quoted. Hiding by style sheet is taken out of the sheet instead. */
function isHidden(element: HTMLElement): boolean {
  if (element.hasAttribute('hidden')) return true;
  const style = plainCss(element.getAttribute('style') ?? '').toLowerCase();
  if (style === '') return false;
  const value = (name: string): string => new RegExp(`(?:^|;)\\s*${name}\\s*:([^;]*)`).exec(style)?.[1]?.trim() ?? '';
  return (
    value('display').startsWith('none') ||
    /^(?:hidden|collapse)/.test(value('visibility')) ||
    /^0*(?:\.[0-3]\d*|0%|)$/.test(value('opacity') || '1') ||
    isTiny(value('font-size')) ||
    isFaint(value('color')) ||
    (/^0/.test(value('max-height') || value('height')) && value('overflow').startsWith('hidden'))
  );
}

function makeStyleSafe(element: HTMLElement): number {
  const source = element.getAttribute('style');
  const { css, remote } = safeDeclarations(source ?? '');
  if (css !== '') element.setAttribute('style', css);
  else element.removeAttribute('style');
  showsAgainst(element);
  return remote;
}

function makeImageSafe(image: HTMLElement, images: ReadonlyMap<string, string>): number {
  const source = (image.getAttribute('src') ?? '').trim();
  const own = /^cid:/i.test(source) ? images.get(decodeId(source.slice(4))) : undefined;
  const given = /^data:([a-z/+-]+);base64,[A-Za-z0-9+/=\s]*$/i.exec(source);
  if (own !== undefined) image.setAttribute('src', own);
  else if (!given || !isPicture((given[1] ?? '').toLowerCase())) image.removeAttribute('src');
  return own === undefined && REMOTE.test(source) ? 1 : 0;
}

function decodeId(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A link opens outside, tells nobody where it came from, and says where it really goes. [req 24] */
function makeLinkSafe(link: HTMLElement): void {
  const url = URL.parse((link.getAttribute('href') ?? '').trim());
  link.removeAttribute('title');
  if (!url || !['http:', 'https:', 'mailto:'].includes(url.protocol)) {
    link.removeAttribute('href');
    return;
  }
  link.setAttribute('href', url.href);
  link.setAttribute('target', '_blank');
  link.setAttribute('rel', 'noopener noreferrer');
  link.setAttribute('title', url.href);
  if (saysOtherHost(link.textContent ?? '', url)) link.append(` [${url.host || url.pathname}]`);
}

/** The words name a host or an address that the link does not go to, or the host only looks like what it says. */
function saysOtherHost(words: string, url: URL): boolean {
  if (/(?:^|\.)xn--/.test(url.hostname) || url.username !== '') return true;
  const named = /(?:^|[\s/@])((?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24})(?=$|[\s/:?#])/u.exec(
    words.slice(0, 2_000),
  )?.[1];
  if (named === undefined || url.protocol === 'mailto:') return false;
  const shown = URL.parse(`http://${named}`)?.hostname.replace(/^www\./, '');
  return shown !== url.hostname.replace(/^www\./, '');
}
