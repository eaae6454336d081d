import { smpViewOf } from '../../chat/no-trace/smp-view';
import type { NoTraceView } from '../../core/chat';
import type { ErrorCode } from '../../core/error-codes';
import { AppError, toErrorCode } from '../../core/errors';
import { createSerial } from '../../core/serial';
import { type LineView, WEBCHAT_LIMITS } from '../../core/webchat';
import { type MessageId, toHex } from '../../core/wire/ids';
import type { AccountKey } from '../../otr/account-key';
import type { Answer, Conversation } from '../../otr/contract';
import { createConversation } from '../../otr/conversation';
import type { OtrEvent } from '../../otr/events';
import { readIncoming } from '../../otr/incoming';
import type { OtrPorts } from '../../otr/ports';
import type { TalkView } from '../contract';
import type { NoTraceTalks } from '../seams';
import { notOpened } from '../showing';
import { goneLine, isBeginning, stepLine, wordsLine } from './lines';
import { createTexts } from './texts';

/** In base 64, with what OTR puts around it, it fits one text of a page. */
const TEXT_OCTETS = Math.floor((WEBCHAT_LIMITS.otrLength * 3) / 4) - 1_024;
/** Messages of mine that may be asked for again. */
const MOST_SENT = 100;

export type OneTalkPorts = {
  readonly otr: OtrPorts;
  readonly makeKey: (ports: OtrPorts) => Promise<AccountKey>;
  /** Has the page send it. */
  readonly deliver: (text: string) => Promise<void>;
  readonly changed: () => void;
};

export type OneTalk = {
  view(): TalkView['noTrace'];
  standing(): 'none' | 'private' | 'held';
  start(): Promise<void>;
  stop(): Promise<void>;
  send(message: { readonly id: MessageId; readonly text: string }): Promise<void>;
  take(text: string, facts: Parameters<NoTraceTalks['take']>[2]): Promise<LineView>;
  active(): boolean;
};

/** What came of a text, or of a call: what the person reads of it. */
type Outcome = { readonly line?: LineView; readonly refused?: ErrorCode; readonly sent: readonly string[] };

/** OTR in one conversation of a page. All of it is in this closure, until it ends. */
export function createOneTalk({ otr, makeKey, deliver, changed }: OneTalkPorts): OneTalk {
  const work = createSerial();
  const outgoing = createSerial();
  const texts = createTexts();
  const sent = new Map<MessageId, readonly string[]>();
  let phase: NoTraceView['phase'] = 'none';
  let code: ErrorCode | undefined;
  let smp: NoTraceView['smp'] = { state: 'none' };
  let asked: string | undefined;
  let conversation: Conversation | undefined;
  let key: AccountKey | undefined;
  /** Counts conversations, so that what was begun for one that is over changes nothing. */
  let run = 0;

  const enter = (next: NoTraceView['phase'], why?: ErrorCode): void => {
    phase = next;
    code = why;
    changed();
  };

  const forget = (): void => {
    run += 1;
    key?.forget();
    key = undefined;
    conversation = undefined;
    asked = undefined;
    smp = { state: 'none' };
    texts.forgetWords();
    sent.clear();
  };

  /** It ends here; the other side is told where that is possible. */
  const end = async (next: 'none' | 'ended', why?: ErrorCode): Promise<void> => {
    const over = conversation;
    forget();
    enter(next, why);
    const last = (await over?.end()) ?? [];
    const bye = last.flatMap((event) => (event.type === 'send' ? [event.text] : []));
    for (const text of bye) texts.keep(text, stepLine(true));
    await outgoing(async () => {
      for (const text of bye) await deliver(text);
    }).catch(() => undefined);
  };

  const note = (event: OtrEvent): LineView | undefined => {
    switch (event.type) {
      case 'show':
        return event.sealed ? wordsLine(event.text, false) : notOpened('otr/not-private');
      case 'smp':
        smp = smpViewOf(event);
        return undefined;
      case 'state':
        if (event.state === 'encrypted') enter('private');
        if (event.state === 'finished') {
          forget();
          enter('ended', 'otr/ended-by-them');
        }
        return undefined;
      case 'extra-key':
        event.key.fill(0);
        return undefined;
      case 'peer-error':
        return notOpened('otr/silent');
      case 'refused':
        // A key exchange that failed has no way on; while it is private, one bad text ends nothing.
        if (phase === 'asking' || phase === 'starting') {
          if (event.code !== 'otr/other-instance') enter('ended', event.code);
        }
        return notOpened(event.code);
      case 'send':
        return undefined;
    }
  };

  /** In the order of the calls; what is to be sent is known as ours before the page shows it. */
  const act = (call: (current: Conversation) => Answer, mine: LineView): Promise<Outcome> =>
    work(async () => {
      const before = run;
      const events = conversation === undefined ? [] : await call(conversation);
      if (before !== run) return { sent: [], refused: 'otr/forgotten' };
      const said = events.flatMap((event) => (event.type === 'send' ? [event.text] : []));
      for (const text of said) texts.keep(text, mine);
      const lines = events.map(note);
      const refused = events.find((event) => event.type === 'refused')?.code;
      const line = lines.find((one) => one !== undefined);
      return { sent: said, ...(line === undefined ? {} : { line }), ...(refused === undefined ? {} : { refused }) };
    });

  const post = (said: readonly string[]): Promise<void> =>
    outgoing(async () => {
      for (const text of said) await deliver(text);
    });

  /** Nobody waits for it: without one text of a key exchange it never ends, and says so. */
  const answer = (said: readonly string[]): void => {
    const before = run;
    if (said.length === 0) return;
    post(said).catch((error) => {
      if (before === run && phase === 'starting') return end('ended', toErrorCode(error));
      return undefined;
    });
  };

  const open = async (): Promise<void> => {
    const before = run;
    const made = await makeKey(otr);
    if (before !== run) {
      made.forget();
      throw new AppError('otr/withdrawn');
    }
    key = made;
    // The number makes each request another text: pages give texts no ids.
    const mark = toHex(otr.random(3));
    conversation = createConversation({
      key: made,
      ports: otr,
      policy: { errorStartAke: false },
      queryWords: `Sotto asks for a conversation without trace (${mark}).`,
    });
  };

  const hear = async (text: string): Promise<LineView> => {
    const incoming = readIncoming(text);
    if (conversation === undefined) {
      if (phase !== 'asking' && phase !== 'starting' && isBeginning(incoming)) {
        asked = text;
        texts.keep(text, stepLine(false));
        enter('asked');
        return stepLine(false);
      }
      if (incoming.kind === 'encoded' && incoming.message.kind === 'data' && phase === 'none') {
        // They believe that it is private; the keys were in a background that is gone.
        enter('ended', 'otr/forgotten');
      }
      const line = goneLine(incoming, false);
      texts.keep(text, line);
      return line;
    }
    if (incoming.kind === 'plain') return notOpened('webchat/damaged');
    if (phase === 'asking' && incoming.kind !== 'error') enter('starting');
    texts.keep(text, stepLine(false));
    const { line = stepLine(false), sent: said } = await act((current) => current.receive(text), stepLine(true));
    texts.keep(text, line);
    answer(said);
    return line;
  };

  return {
    view: () => (phase === 'none' ? undefined : { phase, smp, ...(code === undefined ? {} : { code }) }),
    standing() {
      if (phase === 'private') return 'private';
      return phase === 'none' || phase === 'asked' ? 'none' : 'held';
    },
    active: () => phase !== 'none' && phase !== 'ended',

    async start() {
      if (phase === 'asking' || phase === 'starting' || phase === 'private') return;
      const first = asked;
      forget();
      const current = run;
      enter(first === undefined ? 'asking' : 'starting');
      try {
        await open();
        const { sent: said, refused } = await act(
          (talk) => (first === undefined ? talk.start() : talk.receive(first)),
          stepLine(true),
        );
        if (refused !== undefined) throw new AppError(refused);
        await post(said);
      } catch (error) {
        if (current === run) {
          forget();
          enter('ended', toErrorCode(error));
        }
        throw error;
      }
    },

    stop: () => end('none'),

    async send({ id, text }) {
      if (phase !== 'private') throw new AppError(code === 'otr/ended-by-them' ? 'otr/finished' : 'otr/not-private');
      const octets = new TextEncoder().encode(text).length;
      if (octets > TEXT_OCTETS) throw new AppError('chat/too-long');
      if (octets === 0 || text.includes('\0')) throw new AppError('otr/unsendable');
      const known = sent.get(id);
      if (known?.length === 0) return;
      if (known === undefined) {
        const { sent: said, refused } = await act((current) => current.send(text), wordsLine(text, true));
        if (refused !== undefined) throw new AppError(refused);
        sent.set(id, said);
        const [oldest] = sent.keys();
        if (sent.size > MOST_SENT && oldest !== undefined) sent.delete(oldest);
      }
      await post(sent.get(id) ?? []);
      if (sent.has(id)) sent.set(id, []);
    },

    async take(text, { mine, fresh }) {
      const known = texts.find(text);
      if (known !== undefined) return known;
      if (mine === true || !fresh || texts.wasHandled(text)) return goneLine(readIncoming(text), mine === true);
      return hear(text);
    },
  };
}
