import type { ErrorCode } from '../../core/error-codes';
import { toErrorCode } from '../../core/errors';
import { createSerial } from '../../core/serial';
import { type MessageId, toHex } from '../../core/wire/ids';
import type { AccountKey } from '../../otr/account-key';
import type { Answer, Conversation } from '../../otr/contract';
import { createConversation } from '../../otr/conversation';
import { type OtrEvent, refusal } from '../../otr/events';
import { createComparing } from './comparing';
import type { Body } from './frames';
import { createLines } from './lines';
import type { Talk, TalkPorts } from './talk-contract';
import { createUnread } from './unread';

/** From the agreement of both until it is private. */
const START_MS = 30_000;
/** Texts of theirs that wait to be read: more than any program sends while one is worked on. */
const MOST_WAITING = 100;

/** What a call led to: why something was refused, and when everything that it said was handed over. */
type Done = { readonly refused?: ErrorCode; readonly handed: Promise<unknown> };

/** What a person hears of while it is private: the rest was never theirs to see. */
const TOLD: readonly ErrorCode[] = ['otr/unreadable', 'otr/key-changed'];

/** A text that came before, or was overtaken: nobody is told that it was read. */
const STALE = refusal('otr/replayed');
/** In the place of what is not sealed by OTR: it could be anybody's, and is never shown. */
const IN_CLEAR = refusal('otr/not-private');
const isInClear = (event: OtrEvent): boolean => event.type === 'show' && !event.sealed;

/** `begins`: the key exchange begins on this side. */
export function createTalk({ otr, after, makeKey, post, changed, over }: TalkPorts, begins: boolean): Talk {
  const work = createSerial();
  const lines = createLines();
  let trouble: ErrorCode | undefined;
  let conversation: Conversation | undefined;
  let key: AccountKey | undefined;
  let isPrivate = false;
  let isOver = false;
  let heard = 0;
  let waiting = 0;

  const stopStarting = after(START_MS, () => over('otr/not-begun'));
  const unread = createUnread(after, (message, code) => {
    if (message !== undefined) lines.mark(message, ['sending'], 'error');
    if (isPrivate) trouble = code;
    changed();
  });

  const deliver = async (text: string, message: MessageId | undefined): Promise<void> => {
    const sequence = unread.add(message);
    const isHanded = await post({ kind: 'otr', sequence, message, text });
    if (isHanded || isOver) return;
    // Nothing of a key exchange is said twice: without one of its texts it never ends.
    if (isPrivate) unread.fail(sequence, 'relay/unreachable');
    else over('relay/unreachable');
  };

  const hearAgain = (): void => {
    if (trouble === 'otr/silent' || trouble === 'relay/unreachable') trouble = undefined;
  };

  const note = (event: OtrEvent, shown: MessageId | undefined): void => {
    if (event.type === 'smp') comparing.note(event);
    if (event.type === 'show') {
      trouble = undefined;
      // The same words sent again have the same id.
      const id = shown ?? (toHex(otr.random(16)) as MessageId);
      if (lines.find(id) === undefined) lines.put({ id, mine: false, text: event.text, state: 'received' });
    }
    if (event.type === 'extra-key') event.key.fill(0);
    if (event.type !== 'state') return;
    isPrivate = event.state === 'encrypted';
    if (isPrivate) stopStarting();
    if (event.state === 'finished') over('otr/ended-by-them');
  };

  /** In the order of the calls. `sent`: whose words go out; `shown`: whose words come in. */
  const act = (call: (talk: Conversation) => Answer, sent?: MessageId, shown?: MessageId): Promise<Done> =>
    work(async () => {
      await ready;
      const events = isOver || conversation === undefined ? [] : await call(conversation);
      let refused: ErrorCode | undefined;
      const handed: Promise<void>[] = [];
      for (const event of events) {
        if (isOver) break;
        if (event.type === 'send') handed.push(deliver(event.text, sent));
        else if (event.type === 'refused') refused = event.code;
        else note(event, shown);
      }
      return { handed: Promise.all(handed), ...(refused === undefined ? {} : { refused }) };
    }).catch((error) => {
      // Nothing that was typed or that came makes it fail: a mistake of ours ends it, rather than going on half.
      over(toErrorCode(error));
      return { handed: Promise.resolve(), refused: toErrorCode(error) };
    });

  const comparing = createComparing({ act, changed });

  const ready = makeKey(otr).then(
    (made) => {
      if (isOver) return made.forget();
      key = made;
      // No side loses its session and keeps the conversation: an error begins no new exchange.
      conversation = createConversation({ key, ports: otr, policy: { errorStartAke: false } });
    },
    () => over('otr/not-begun'),
  );
  if (begins) void act((talk) => talk.start());

  const read = async ({ sequence, message, text }: Extract<Body, { kind: 'otr' }>): Promise<void> => {
    const hear = async (talk: Conversation): Answer => {
      if (sequence <= heard) return [STALE];
      const events = (await talk.receive(text)).map((event) => (isInClear(event) ? IN_CLEAR : event));
      // What cannot be read takes no number: the right text with it may still come.
      if (events.every(({ type }) => type !== 'refused')) heard = sequence;
      return events;
    };
    const { refused } = await act(hear, undefined, message);
    if (isOver) return;
    if (refused === undefined) {
      hearAgain();
      void post({ kind: 'read', sequence });
    } else if (isPrivate && TOLD.includes(refused)) trouble = refused;
    changed();
  };

  return {
    isPrivate: () => isPrivate,
    view: () => ({ messages: lines.all(), smp: comparing.view(), ...(trouble === undefined ? {} : { trouble }) }),

    receive(text) {
      if (waiting >= MOST_WAITING) return;
      waiting += 1;
      void read(text).finally(() => {
        waiting -= 1;
      });
    },

    wasRead(sequence) {
      const text = unread.read(sequence);
      if (text === undefined) return;
      if (text.message !== undefined) lines.mark(text.message, ['sending', 'error'], 'delivered');
      hearAgain();
      changed();
    },

    async send(id, typed) {
      const known = lines.find(id);
      if (known !== undefined && !(known.mine && known.state === 'error')) return;
      // They may have shown it already, and show what has this id once: it never says anything else.
      const text = known?.text ?? typed;
      lines.put({ id, mine: true, text, state: 'sending' });
      changed();
      const { refused, handed } = await act((talk) => talk.send(text), id);
      await handed;
      if (refused === undefined || isOver) return;
      lines.mark(id, ['sending'], 'error');
      changed();
    },

    async compare(secret, question) {
      const { refused, handed } = await comparing.compare(secret, question);
      await handed;
      return refused;
    },

    async end(tell) {
      isOver = true;
      isPrivate = false;
      stopStarting();
      unread.clear();
      lines.clear();
      comparing.forget();
      key?.forget();
      await work(async () => {
        const last = (await conversation?.end()) ?? [];
        conversation = undefined;
        if (!tell) return;
        const texts = last.flatMap((event) => (event.type === 'send' ? [event.text] : []));
        const sequence = unread.last() + 1;
        await Promise.all(
          texts.map((text, at) => post({ kind: 'otr', sequence: sequence + at, message: undefined, text })),
        );
      });
    },
  };
}
