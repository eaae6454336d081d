import { AppError, toErrorCode } from '../core/errors';
import { createSerial } from '../core/serial';
import { toInline } from '../inline/to-inline';
import { DONE, failed, type PageAnswer } from '../page/bus';
import { readEditorText, replaceText } from '../page/insert';
import { upwards } from '../sites/chats/deep';
import type { ChatBox, OpenConversation } from '../sites/chats/site';

export type Delivery = { readonly octets?: Blob; readonly text?: string };

export type DeliveryPorts = {
  /** The conversation of the box that asks; throws `webchat/moved` where it is not the one on the screen. */
  readonly conversation: () => OpenConversation;
  /** Characters in one message, where the page does not tell. */
  readonly limit: number;
  /** How often a sealed text stands in the page now. */
  readonly count: (text: string) => number;
  readonly now: () => number;
};

const WAIT = {
  /** For the field to be empty again; then the other way to send is tried, once. */
  firstMs: 2_000,
  secondMs: 4_000,
  everyMs: 15,
  /** Between parts, after the first few: servers of chats slow down or throw out who floods them. */
  betweenMs: 350,
} as const;
const AT_ONCE = 8;

/** Puts sealed texts into the page's own field and sees them leave. One delivery at a time. */
export function createDelivery() {
  const serial = createSerial();
  return (what: Delivery, ports: DeliveryPorts): Promise<PageAnswer> =>
    serial(async () => {
      try {
        await deliver(await textsOf(what, ports), ports);
        return DONE;
      } catch (error) {
        const code = toErrorCode(error);
        return failed(code === 'bus/internal' ? 'webchat/not-sent' : code);
      }
    });
}

async function textsOf({ octets, text }: Delivery, { conversation, limit }: DeliveryPorts): Promise<readonly string[]> {
  if (octets === undefined) return [text ?? ''];
  const { box } = conversation();
  return toInline(new Uint8Array(await octets.arrayBuffer()), Math.min(box.limit ?? limit, limit));
}

async function deliver(texts: readonly string[], ports: DeliveryPorts): Promise<void> {
  const { field } = ports.conversation().box;
  const draft = readEditorText(field);
  try {
    for (const [index, text] of texts.entries()) {
      if (index >= AT_ONCE) await pause(WAIT.betweenMs);
      await sendOne(text, ports);
    }
  } finally {
    const { field: last } = currentBox(ports) ?? { field };
    if (draft.trim() !== '' && last.isConnected) await withVoice(last, () => replaceText(last, draft));
  }
}

const currentBox = ({ conversation }: DeliveryPorts): ChatBox | undefined => {
  try {
    return conversation().box;
  } catch {
    return undefined;
  }
};

async function sendOne(text: string, ports: DeliveryPorts): Promise<void> {
  const { box } = ports.conversation();
  const { field } = box;
  const before = ports.count(text);
  const isGone = () => !field.isConnected || readEditorText(field).trim() === '' || ports.count(text) > before;
  await withVoice(field, async () => {
    const placed = await replaceText(field, text);
    // Octet by octet: what a page changed would not open on the other side.
    if (!placed || plain(readEditorText(field)) !== plain(text)) {
      await replaceText(field, '');
      throw new AppError('webchat/not-sent');
    }
    // Whoever reads the field meanwhile finds ciphertext: so the place is looked at last, right before it is sent.
    if (currentBox(ports)?.field !== field) {
      await replaceText(field, '');
      throw new AppError('webchat/moved');
    }
    box.press();
    if (await within(WAIT.firstMs, isGone, ports.now)) return;
    if (box.pressOtherwise !== undefined) {
      box.pressOtherwise();
      if (await within(WAIT.secondMs, isGone, ports.now)) return;
    }
    await replaceText(field, '');
    throw new AppError('webchat/not-sent');
  });
  // Some pages leave what was sent in their field.
  if (field.isConnected && plain(readEditorText(field)) === plain(text))
    await withVoice(field, () => replaceText(field, ''));
}

/** Editors write blanks and ends of lines in their own way. */
const plain = (text: string): string =>
  text
    .replaceAll('\u00a0', ' ')
    .replace(/[\u200b\ufeff]/g, '')
    .trim();

/** While it is covered the field is inert, and then takes no focus, which editors with a model must have. */
export async function withVoice<T>(field: HTMLElement, task: () => T | Promise<T>): Promise<T> {
  const silent = [...upwards(field)].filter((around) => around.inert);
  for (const around of silent) around.inert = false;
  try {
    return await task();
  } finally {
    for (const around of silent) around.inert = true;
  }
}

async function within(ms: number, isSo: () => boolean, now: () => number): Promise<boolean> {
  const until = now() + ms;
  while (!isSo()) {
    if (now() > until) return false;
    await pause(WAIT.everyMs);
  }
  return true;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
