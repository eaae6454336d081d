import type { NoTraceView } from '../../core/chat';
import type { ErrorCode } from '../../core/error-codes';
import { AppError, toErrorCode } from '../../core/errors';
import { createSerial } from '../../core/serial';
import type { LineView } from '../../core/webchat';
import type { AccountKey } from '../../otr/account-key';
import type { Answer, Conversation } from '../../otr/contract';
import type { OtrEvent } from '../../otr/events';
import { readIncoming } from '../../otr/incoming';
import { notOpened } from '../showing';
import { createComparingInPage } from './comparing';
import type { OneTalk, OneTalkPorts } from './contract';
import { converse } from './converse';
import { compareLine, goneLine, isBeginning, isFatal, lineOf, stepLine, wordsLine } from './lines';
import { assertSendable, createSent } from './sent';
import { createTexts } from './texts';

/** What came of a text, or of a call: what the person reads of it. */
type Outcome = { readonly line?: LineView; readonly refused?: ErrorCode; readonly sent: readonly string[] };

/** OTR in one conversation of a page. All of it is in this closure, until it ends. */
export function createOneTalk({ otr, makeKey, deliver, changed }: OneTalkPorts): OneTalk {
  const work = createSerial();
  const outgoing = createSerial();
  const texts = createTexts();
  const sent = createSent();
  /** Texts that are being worked on: whoever asks meanwhile hears the same. */
  const hearing = new Map<string, Promise<LineView>>();
  let phase: NoTraceView['phase'] = 'none';
  let code: ErrorCode | undefined;
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

  const isAgreeing = (): boolean => phase === 'asking' || phase === 'starting';

  const forget = (): void => {
    run += 1;
    key?.forget();
    key = undefined;
    conversation = undefined;
    asked = undefined;
    comparing.forget();
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
    if (event.type === 'smp') comparing.note(event);
    if (event.type === 'extra-key') event.key.fill(0);
    if (event.type === 'state' && event.state === 'encrypted') enter('private');
    if (event.type === 'state' && event.state === 'finished') {
      forget();
      enter('ended', 'otr/ended-by-them');
    }
    if (event.type === 'refused' && isAgreeing() && isFatal(event.code)) {
      forget();
      enter('ended', event.code);
    }
    return lineOf(event);
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

  /** Nobody waits for it. A key exchange never ends without one of its texts: it is over, and says so. */
  const answer = (said: readonly string[], isAgreeing: boolean): void => {
    const before = run;
    post(said).catch(async (error) => {
      if (before !== run) return;
      if (isAgreeing) await end('ended', toErrorCode(error));
      else await comparing.failed();
    });
  };

  const comparing = createComparingInPage({ act: (call) => act(call, compareLine(true)), post, changed });

  const open = async (): Promise<void> => {
    const before = run;
    const made = await makeKey(otr);
    if (before !== run) {
      made.forget();
      throw new AppError('otr/withdrawn');
    }
    key = made;
    conversation = converse(made, otr);
  };

  const hear = async (text: string): Promise<LineView> => {
    const incoming = readIncoming(text);
    if (conversation === undefined) {
      if (!isAgreeing() && isBeginning(incoming)) {
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
    const wasAgreeing = isAgreeing();
    const lineFor = comparing.isUnderWay() ? compareLine : stepLine;
    const { line: said, sent: answers } = await act((current) => current.receive(text), lineFor(true));
    const line = said ?? (comparing.isUnderWay() ? compareLine : lineFor)(false);
    texts.keep(text, line);
    if (phase === 'asking' && answers.length > 0) enter('starting');
    if (answers.length > 0) answer(answers, wasAgreeing);
    return line;
  };

  return {
    view: () =>
      phase === 'none' ? undefined : { phase, smp: comparing.view(), ...(code === undefined ? {} : { code }) },
    standing() {
      if (phase === 'private') return 'private';
      return phase === 'none' || phase === 'asked' ? 'none' : 'held';
    },
    active: () => phase !== 'none' && phase !== 'ended',

    async start() {
      if (isAgreeing() || phase === 'private') return;
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
      assertSendable(text);
      if (sent.find(id) === undefined) {
        const { sent: said, refused } = await act((current) => current.send(text), wordsLine(text, true));
        if (refused !== undefined) throw new AppError(refused);
        sent.keep(id, said);
      }
      await post(sent.find(id) ?? []);
      sent.left(id);
    },

    async compare(secret, question) {
      if (phase !== 'private') throw new AppError('otr/not-private');
      await comparing.compare(secret, question);
    },

    async stopComparing() {
      if (phase === 'private') await comparing.stop();
    },

    async take(text, { mine, fresh }) {
      const known = texts.find(text);
      if (known !== undefined) return known;
      if (mine === true || !fresh || texts.wasHandled(text)) return goneLine(readIncoming(text), mine === true);
      const heard = hearing.get(text) ?? hear(text).finally(() => hearing.delete(text));
      hearing.set(text, heard);
      return heard;
    },
  };
}
