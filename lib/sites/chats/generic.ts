import type { Picks } from '../../core/webchat';
import { holds, queryDeep, upwards } from './deep';
import { FIELDS, findFields, isUsable, sendButton } from './find-box';
import { findCover, findList } from './find-list';
import { namePlace } from './name-place';
import type { ChatBox, ChatSite, OpenConversation } from './site';

/** Milliseconds after which another field may turn out to be the better one. */
const LOOK_AGAIN_MS = 2_000;
/** Likely fields that are looked at for a list beside them. */
const TRIED = 4;

type Parts = {
  readonly field: HTMLElement;
  readonly cover: HTMLElement;
  readonly list?: HTMLElement;
  readonly key: HTMLElement;
};

/**
 * Any chat page: the box and the messages are found by how they look. With `picks` the person has shown both.
 * `now` in milliseconds.
 */
export function anyChatSite(picks: Picks | undefined, now: () => number): ChatSite {
  let parts: Parts | undefined;
  let lookedAt = Number.NEGATIVE_INFINITY;

  const partsOf = (page: Document): Parts | undefined => {
    const fits = parts !== undefined && isUsable(parts.field) && holds(page, parts.field);
    const listFits = parts?.list === undefined || parts.list.isConnected;
    if (fits && listFits && now() - lookedAt < LOOK_AGAIN_MS) return parts;
    lookedAt = now();
    const found = picks === undefined ? findParts(page) : pickedParts(page, picks);
    // Under our own frame a field is measured otherwise: what stands over it stays.
    if (fits && found?.field === parts?.field && parts?.cover.isConnected === true && listFits) {
      parts = { ...parts, ...(found?.list === undefined ? {} : { list: found.list, key: found.key }) } as Parts;
    } else parts = found;
    return parts;
  };

  return {
    id: 'any',
    name: 'Chat',
    recognises: () => true,
    xmpp: false,
    find(page): OpenConversation | undefined {
      const found = partsOf(page);
      if (found === undefined) return undefined;
      const { field, cover, list, key } = found;
      const { locator, title } = namePlace(page, field, list);
      const messages = () => (picks === undefined ? [] : queryDeep(page, picks.messages).map(asMessage));
      const box = boxOf(field, cover);
      return { key, locator, title, kind: 'one', box, messages, ...(list === undefined ? {} : { list }) };
    },
  };
}

const asMessage = (element: HTMLElement) => ({ element, text: () => element.textContent ?? '' });

/** The likeliest field that has a list beside it, else the likeliest of all. */
function findParts(page: Document): Parts | undefined {
  const fields = findFields(page).slice(0, TRIED);
  const [best] = fields;
  if (best === undefined) return undefined;
  const looked = fields.map((one) => ({ ...one, around: findList(one.field) }));
  const withList = looked.find(({ around, score }) => around !== undefined && score > best.score - 20);
  const { field, around } = withList ?? { field: best.field, around: undefined };
  return build(page, field, around?.list, around?.key);
}

function pickedParts(page: Document, picks: Picks): Parts | undefined {
  const named = queryDeep(page, picks.box).find((one) => isUsable(one) || one.querySelector(FIELDS) !== null);
  const field = named?.matches(FIELDS) === true ? named : (named?.querySelector<HTMLElement>(FIELDS) ?? undefined);
  if (field === undefined) return undefined;
  const [message] = queryDeep(page, picks.messages);
  if (message === undefined) {
    const around = findList(field);
    return build(page, field, around?.list, around?.key);
  }
  const key = [...upwards(message)].find((around) => holds(around, field));
  const list = [...upwards(message)].findLast((around) => !holds(around, field));
  return build(page, field, list, key);
}

const build = (
  page: Document,
  field: HTMLElement,
  list: HTMLElement | undefined,
  key: HTMLElement | undefined,
): Parts => ({
  field,
  cover: findCover(field, list),
  key: key ?? page.body,
  ...(list === undefined ? {} : { list }),
});

function boxOf(field: HTMLElement, cover: HTMLElement): ChatBox {
  const most = field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement ? field.maxLength : -1;
  return {
    field,
    cover,
    ...(most > 0 ? { limit: most } : {}),
    press() {
      const button = sendButton(field);
      if (button === undefined || (button as HTMLButtonElement).disabled === true) pressEnter(field);
      else button.click();
    },
    pressOtherwise() {
      if (pressEnter(field)) return;
      const { form } = field as HTMLTextAreaElement;
      form?.requestSubmit();
    },
  };
}

/** True where the page took it. Old pages ask for `keyCode`, which is said, too. */
export function pressEnter(field: HTMLElement): boolean {
  const how = { key: 'Enter', code: 'Enter', keyCode: 13, which: 13, bubbles: true, cancelable: true, composed: true };
  const taken = ['keydown', 'keypress'].map((type) => !field.dispatchEvent(new KeyboardEvent(type, how)));
  field.dispatchEvent(new KeyboardEvent('keyup', how));
  return taken.includes(true);
}
