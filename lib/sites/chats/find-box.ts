import { openRoots, upwards } from './deep';

/** A place to write in, as pages make them. */
export const FIELDS =
  'textarea, input:not([type]), input[type="text"], [contenteditable=""], [contenteditable="true"], [contenteditable="plaintext-only"]';

/** In the languages of the pages that we have seen; a hint among others. */
const MESSAGE_WORDS =
  /messag|chat|\bwrite\b|\btype\b|compos|reply|\bsay\b|\bsend\b|nachricht|schreib|mensaj|escrib|écri|scriv|messagg|сообщ|消息|メッセージ|\bto\b/i;
const OTHER_WORDS =
  /search|filter|\bfind\b|such|buscar|recherch|cerca|mail\b|passw|user|log.?in|\bnick|phone|\burl\b|address|subject|title|comment|note|host|port\b|\bname\b|topic|status/i;
const ELSEWHERE = 'nav, aside, header, [role="search"], [role="navigation"], [role="banner"], [role="dialog"] form';
const LEAST = { width: 100, height: 12 } as const;
/** Less than this is a box for something else. */
const ENOUGH = 30;

export type Scored = { readonly field: HTMLElement; readonly score: number };

/** The fields of a page that may be where messages are written, the likeliest first. */
export function findFields(page: Document): readonly Scored[] {
  if (asksForPassword(page)) return [];
  const fields = openRoots(page).flatMap((root) => [...root.querySelectorAll<HTMLElement>(FIELDS)]);
  return fields
    .filter(isUsable)
    .map((field) => ({ field, score: scoreOf(field, page) }))
    .filter(({ score }) => score >= ENOUGH)
    .toSorted((one, other) => other.score - one.score);
}

/** Drawn, large enough, and free to be written in. Our own frame over it does not count. */
export function isUsable(field: HTMLElement): boolean {
  if (!field.isConnected || !field.matches(FIELDS) || !isDrawn(field)) return false;
  if (field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement) {
    if (field.disabled || field.readOnly) return false;
  } else if (field.parentElement?.isContentEditable === true) return false;
  const { width, height } = field.getBoundingClientRect();
  return width >= LEAST.width && height >= LEAST.height;
}

/** `checkVisibility`, where there is one. */
export const isDrawn = (element: Element): boolean =>
  typeof element.checkVisibility !== 'function' || element.checkVisibility({ visibilityProperty: true });

/** Somebody is logging in: there is no talk yet. */
const asksForPassword = (page: Document): boolean =>
  [...page.querySelectorAll('input[type="password"]')].some((one) => isDrawn(one) && one.getClientRects().length > 0);

/** What a field is called, for people. */
export function labelOf(field: HTMLElement): string {
  const root = field.getRootNode() as Document | ShadowRoot;
  const named = field
    .getAttribute('aria-labelledby')
    ?.split(/\s+/)
    .map((id) => root.getElementById(id)?.textContent);
  const placeholder = ['placeholder', 'data-placeholder', 'aria-placeholder'].map((name) => field.getAttribute(name));
  const inner = field.querySelector('[data-placeholder]')?.getAttribute('data-placeholder');
  const all = [...placeholder, inner, field.getAttribute('aria-label'), ...(named ?? []), field.title];
  return all.find((one) => (one?.trim() ?? '') !== '')?.trim() ?? '';
}

function scoreOf(field: HTMLElement, page: Document): number {
  const { bottom, top, width } = field.getBoundingClientRect();
  const view = page.defaultView;
  const high = view?.innerHeight ?? 0;
  const names = `${field.id} ${field.className} ${field.getAttribute('name') ?? ''} ${field.dataset.testid ?? ''}`;
  const label = labelOf(field);
  let score = field instanceof HTMLInputElement ? 5 : 20;
  if (field.getAttribute('role') === 'textbox') score += 10;
  if (MESSAGE_WORDS.test(label)) score += 25;
  if (MESSAGE_WORDS.test(names)) score += 15;
  if (OTHER_WORDS.test(label)) score -= 40;
  if (OTHER_WORDS.test(names)) score -= 20;
  if (field.closest(ELSEWHERE) !== null) score -= 35;
  if (high > 0 && bottom > high * 0.6 && top < high) score += 20;
  if (width > (view?.innerWidth ?? 0) * 0.4) score += 5;
  if (field.getAttribute('enterkeyhint') === 'send') score += 20;
  if (sendButton(field) !== undefined) score += 10;
  return score;
}

const BUTTONS = 'button, input[type="submit"], [role="button"]';
const SEND_WORDS = /\bsend|submit|senden|envoyer|enviar|invia|отправ|发送|送信/i;
const OTHER_BUTTONS =
  /emoji|smil|attach|file|upload|image|photo|gif|sticker|voice|record|format|bold|nick|menu|more|call/i;

const namesOf = (button: HTMLElement): string =>
  [
    button.textContent,
    button.title,
    button.getAttribute('aria-label'),
    button.id,
    button.className,
    button.dataset.testid,
  ]
    .filter((name) => typeof name === 'string')
    .join(' ');

/** The page's own Send, near the field: said by its words, else the last one that submits the field's form. */
export function sendButton(field: HTMLElement): HTMLElement | undefined {
  let steps = 0;
  for (const around of upwards(field)) {
    if (++steps > 5 || around === field.ownerDocument.body) break;
    const buttons = [...around.querySelectorAll<HTMLElement>(BUTTONS)].filter(
      (one) => !field.contains(one) && isDrawn(one),
    );
    const said = buttons.findLast((one) => SEND_WORDS.test(namesOf(one)) && !OTHER_BUTTONS.test(namesOf(one)));
    if (said !== undefined) return said;
  }
  const { form } = field as HTMLTextAreaElement;
  const submits = [...(form?.querySelectorAll<HTMLElement>(BUTTONS) ?? [])].filter(
    (one) => isDrawn(one) && (one as HTMLButtonElement).type === 'submit' && !OTHER_BUTTONS.test(namesOf(one)),
  );
  return submits.at(-1);
}
