import type { ConversationId, NoTraceView } from '../../core/chat';
import type { ErrorCode } from '../../core/error-codes';
import { AppError } from '../../core/errors';
import { createSerial } from '../../core/serial';
import { toHex } from '../../core/wire/ids';
import { TEXT_OCTETS } from '../content';
import { assertComparable } from './comparable';
import { type Body, type Frame, type RunId, writeFrame } from './frames';
import { endCode, type OneConversation, type OnePorts, type Run } from './run';
import { createTalk } from './talk';
import type { Talk, TalkPorts } from './talk-contract';

/** A request is open for so long; a second one within this time notifies nobody again. */
const REQUEST_MS = 60_000;
/** Requests and conversations of before, so that a request that comes again asks nothing. */
const REMEMBERED = 32;

export function createOneConversation(conversation: ConversationId, ports: OnePorts): OneConversation {
  const { announce, after, otr, makeKey } = ports;
  const outgoing = createSerial();
  const past = new Set<RunId>();
  let run: Run | undefined;
  let ended: { readonly code?: ErrorCode } | undefined;
  let notifiedAt: number | undefined;

  /** In the order of the calls, and never waited for by what is worked on: `signal` may need a step of the book. */
  const post = (id: RunId, body: Body): Promise<boolean> =>
    outgoing(() => ports.signal(conversation, writeFrame(id, body))).catch(() => false);

  const isNow = (one: Run, phase: Run['phase']): boolean => run === one && one.phase === phase;

  const leave = (): Run | undefined => {
    const left = run;
    if (left === undefined) return left;
    run = undefined;
    left.stop();
    past.add(left.id);
    for (const id of past) if (past.size > REMEMBERED) past.delete(id);
    return left;
  };

  const close = async (tell: boolean, code?: ErrorCode): Promise<void> => {
    const left = leave();
    if (left === undefined) return;
    ended = code === undefined ? {} : { code };
    const isGone = left.talk?.end(tell);
    announce();
    await isGone;
    if (tell) await post(left.id, { kind: 'end', reason: 'ended' });
  };

  const enter = (id: RunId, phase: 'asking' | 'asked'): Run => {
    leave();
    ended = undefined;
    const isMine = phase === 'asking';
    const stop = after(REQUEST_MS, () => void close(isMine, 'otr/unanswered'));
    run = { id, mine: isMine, phase, stop };
    announce();
    return run;
  };

  const agree = (agreed: Run): void => {
    agreed.stop();
    agreed.phase = 'agreed';
    const talkPorts: TalkPorts = {
      otr,
      after,
      makeKey,
      post: (body) => post(agreed.id, body),
      changed: () => {
        if (run === agreed) announce();
      },
      over: (code) => {
        if (run === agreed) void close(code !== 'otr/ended-by-them', code);
      },
    };
    agreed.talk = createTalk(talkPorts, agreed.mine);
    announce();
  };

  const talkNow = (): Talk => {
    const talk = run?.talk;
    if (talk?.isPrivate() === true) return talk;
    throw new AppError(ended?.code === 'otr/ended-by-them' ? 'otr/finished' : 'otr/not-private');
  };

  const onAsk = (id: RunId): void => {
    if (past.has(id) || run?.id === id) return;
    if (run?.phase === 'asking') {
      onBothAsk(run, id);
      return;
    }
    // Whoever asks anew has nothing else any more.
    void close(false, 'otr/lost');
    enter(id, 'asked');
    const now = ports.now();
    if (notifiedAt !== undefined && Math.abs(now - notifiedAt) < REQUEST_MS) return;
    notifiedAt = now;
    ports.notify(conversation);
  };

  /** Both want it: of the two requests the smaller one counts. */
  const onBothAsk = (mine: Run, theirs: RunId): void => {
    if (mine.id < theirs) {
      // They may not have heard ours: they agree to it as soon as they do.
      void post(mine.id, { kind: 'ask' });
      return;
    }
    const adopted = enter(theirs, 'asked');
    void post(theirs, { kind: 'agree' });
    agree(adopted);
  };

  const onCurrent = (current: Run, frame: Frame): void => {
    const { talk, phase } = current;
    if (frame.kind === 'agree' && phase === 'asking') agree(current);
    else if (frame.kind === 'decline' && phase === 'asking') void close(false, 'otr/declined');
    else if (frame.kind === 'end') void close(false, endCode(phase, frame.reason));
    else if (frame.kind === 'otr') talk?.receive(frame);
    else if (frame.kind === 'read') talk?.wasRead(frame.sequence);
  };

  const one: OneConversation = {
    active: () => run !== undefined,

    view(): NoTraceView {
      const talk = run?.talk;
      if (talk !== undefined) return { phase: talk.isPrivate() ? 'private' : 'starting', ...talk.view() };
      const phase = run === undefined ? (ended === undefined ? 'none' : 'ended') : run.phase;
      return {
        phase: phase === 'agreed' ? 'starting' : phase,
        ...(run === undefined ? ended : {}),
        messages: [],
        smp: { state: 'none' },
      };
    },

    async ask() {
      if (run === undefined && !(await ports.possible(conversation))) throw new AppError('otr/not-possible');
      // They may have asked meanwhile, and this person too, in another window.
      if (run?.phase === 'asked') return one.answer(true);
      if (run !== undefined) return;
      const asked = enter(toHex(otr.random(16)) as RunId, 'asking');
      if ((await post(asked.id, { kind: 'ask' })) || !isNow(asked, 'asking')) return;
      leave();
      announce();
      throw new AppError('relay/unreachable');
    },

    async answer(isAgreed) {
      const current = run;
      if (current?.phase === 'agreed' && isAgreed) return;
      if (current?.phase !== 'asked') throw new AppError('otr/nothing-asked');
      if (!isAgreed) {
        leave();
        announce();
        await post(current.id, { kind: 'decline' });
        return;
      }
      // Before they hear of it: what they say then must find somebody.
      agree(current);
      if ((await post(current.id, { kind: 'agree' })) || !isNow(current, 'agreed')) return;
      await close(false, 'relay/unreachable');
      throw new AppError('relay/unreachable');
    },

    async send({ id, text }) {
      const talk = talkNow();
      const octets = new TextEncoder().encode(text).length;
      if (octets > TEXT_OCTETS) throw new AppError('chat/too-long');
      if (octets === 0 || text.includes('\0')) throw new AppError('otr/unsendable');
      await talk.send(id, text);
    },

    async compare(secret, question) {
      const talk = talkNow();
      assertComparable(secret, question);
      const refused = await talk.compare(secret, question);
      if (refused !== undefined) throw new AppError(refused);
    },

    async end() {
      if (run?.phase === 'asked') return one.answer(false);
      if (run !== undefined) return close(true);
      ended = undefined;
      announce();
    },

    receive(frame) {
      if (frame.kind === 'ask') onAsk(frame.run);
      else if (run?.id === frame.run) onCurrent(run, frame);
      // Of a background that has died, or of before: they are told, and nobody answers an `end`.
      else if (frame.kind === 'otr' || frame.kind === 'agree') void post(frame.run, { kind: 'end', reason: 'unknown' });
    },
  };
  return one;
}
