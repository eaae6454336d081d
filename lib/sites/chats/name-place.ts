import { holds } from './deep';
import { isDrawn, labelOf } from './find-box';
import { sharesColumn } from './find-list';

const HEADINGS = 'h1, h2, h3, h4, [role="heading"], [class*="title" i], [class*="header" i] [class*="name" i]';
/** Parameters that name a visit, not a conversation. */
const VOLATILE = /^(?:utm_|_|ts$|t$|time|token|session|sid$|auth|key$|code$|state$|nonce|v$|ver|cache|lang)/i;
const LONGEST = { heading: 80, parameter: 80, locator: 300, title: 200 } as const;

/** What a conversation is called, and what names it within its origin. Both are the page's words. */
export type Named = { readonly locator: string; readonly title: string };

/** Addresses of many pages are the same for all their conversations: so the words above the messages count, too. */
export function namePlace(page: Document, field: HTMLElement, list: HTMLElement | undefined): Named {
  const heading = headingOf(page, field, list);
  const label = calm(labelOf(field));
  const name = [...new Set([heading, label])].filter((part) => part !== '').join(' | ');
  const locator = `${addressOf(page.location)} ${name}`.trim().slice(0, LONGEST.locator);
  const title = heading || label || calm(page.title) || page.location.hostname;
  return { locator, title: title.slice(0, LONGEST.title) };
}

function addressOf({ pathname, search, hash }: Location): string {
  const kept = [...new URLSearchParams(search)].filter(
    ([name, value]) => !VOLATILE.test(name) && value.length <= LONGEST.parameter,
  );
  const query = kept.length === 0 ? '' : `?${new URLSearchParams(kept)}`;
  return `${pathname}${query}${hash.length <= 120 ? hash : ''}`.slice(0, 200);
}

/** The first heading over the box that is not a message. One that is hidden counts where the tab is named so, too. */
function headingOf(page: Document, field: HTMLElement, list: HTMLElement | undefined): string {
  const root = field.getRootNode() as Document | ShadowRoot;
  const found = [...root.querySelectorAll(HEADINGS), ...(root === page ? [] : page.querySelectorAll(HEADINGS))];
  const top = field.getBoundingClientRect().top;
  let hidden = '';
  for (const element of found.slice(0, 400)) {
    if (list !== undefined && (holds(list, element) || holds(element, list))) continue;
    if (holds(element, field)) continue;
    const text = calm(element.textContent ?? '');
    if (text === '' || text.length > LONGEST.heading) continue;
    const isSeen = isDrawn(element) && element.getClientRects().length > 0;
    if (isSeen && element.getBoundingClientRect().bottom <= top && sharesColumn(element, field)) {
      const own = [...element.children].some((child) => isDrawn(child)) || element.children.length === 0;
      if (own || page.title.includes(text)) return text;
    }
    if (hidden === '' && page.title.includes(text)) hidden = text;
  }
  return hidden;
}

/** Without counts, times and what else changes while one talks. */
export const calm = (words: string): string =>
  words
    .replace(/[([{]\s*\d+\+?\s*[)\]}]/g, ' ')
    .replace(/\b\d{1,2}:\d{2}(?::\d{2})?\b/g, ' ')
    .replace(/\b\d+\s*(?:new|unread|online|members?|users?|min(?:utes?)?|h(?:ours?)?|days?)\b.*$/i, ' ')
    .replace(/\b(?:is )?(?:typing|online|offline|away|last seen)\b.*$/i, ' ')
    .replace(/[•·*…]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
