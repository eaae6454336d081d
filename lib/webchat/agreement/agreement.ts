import { sealMessage } from '../../channel/send';
import { writeContent } from '../../chat/content';
import { AppError } from '../../core/errors';
import { writePayload } from '../../core/wire/webchat-payload';
import { isAccepted } from '../peers';
import type { AgreementService } from '../seams';
import type { Talk } from '../talk';
import { advanceWork } from './advance';
import { answer } from './answer';
import { statusIn } from './channel-with';
import { endWork, withoutUnsent } from './end';
import { greet } from './own-device';
import { refusalFor } from './peer';
import { createPeople } from './people';
import { readClaims } from './prove';
import type { Agreement } from './state';
import { takeGreeting } from './take-greeting';
import { hasSession, isForMe, takeSealed } from './take-opening';
import { viewOf } from './view';
import { type AgreementPorts, channelPorts, saidStep, say, stepOf, withState, workAnew, workOn } from './work';

/** Who is asked for, or was heard before, by the person that is meant here. */
const isMeant = ({ peer }: Talk, { asked }: Agreement): boolean => peer === undefined || asked?.certificate === peer;

/**
 * The secure channel whose key agreement goes through a chat (docs/webchat.md). Remembers nothing but whom it has
 * offered: everything is in the talk. Steps of one talk come one after the other, each written before the next.
 * Throws `vault/locked`, `chat/no-key`.
 */
export function createAgreement(ports: AgreementPorts): AgreementService {
  const people = createPeople(ports);

  return {
    view: (talk) => viewOf(talk, ports, people),

    async begin(talk) {
      const { state, ...rest } = workAnew(talk);
      const work = {
        ...rest,
        state: { ...state, rival: undefined, endedBy: undefined, problem: undefined, missing: 0 },
      };
      const { asked } = work.state;
      const decision = asked && (await ports.certificates.decisionOn(asked.certificate));
      const mayAnswer = asked !== undefined && decision !== undefined && isAccepted(decision) && isMeant(talk, state);
      const answered = mayAnswer ? await answer(work, asked, ports) : work;
      if (answered.talk.waiting.length > talk.waiting.length) return stepOf(answered);
      // What they asked for is too old, or cannot be: then they are asked.
      const asking = answered.state.asked === undefined ? withState(answered, { problem: undefined }) : answered;
      return stepOf(await greet(await withoutUnsent(asking, (step) => step === 'greeting'), ports));
    },

    async end(talk) {
      const { work, payload } = endWork(await withoutUnsent(workAnew(talk), () => true), ports);
      return stepOf(payload ? await say(work, 'end', writePayload({ kind: 'packet', packet: payload })) : work);
    },

    async seal(talk, { id, text }) {
      const work = workOn(talk);
      const { channel, rival } = work.state;
      if (rival !== undefined) throw new AppError('contact/changed');
      if (talk.peer === undefined) throw new AppError('webchat/nobody-chosen');
      const status = statusIn(work.state);
      const isOpen = status?.peer.certificate === talk.peer && status.state !== 'none';
      if (channel === undefined || !isOpen) throw new AppError('webchat/waiting');
      const decision = await ports.certificates.decisionOn(talk.peer);
      if (!isAccepted(decision)) throw new AppError(refusalFor(decision));
      const content = writeContent({ kind: 'text', at: ports.now(), validity: undefined, text });
      const sealed = sealMessage(channel, { content, id }, channelPorts(ports));
      const payload = writePayload({ kind: 'packet', packet: sealed.payload });
      return { ...stepOf(withState(work, { channel: sealed.channel })), payload };
    },

    async take(talk, payload, fresh) {
      const work = workAnew(talk);
      const mine = await saidStep(work.state, writePayload(payload));
      if (mine !== undefined) return { talk, line: { kind: 'step', step: mine, mine: true } };
      const heard =
        payload.kind === 'greeting'
          ? await takeGreeting(work, payload, fresh, ports, people)
          : await takeSealed(work, payload, fresh, ports, people);
      return { ...(heard.work === work ? { talk } : stepOf(heard.work)), line: heard.line };
    },

    async advance(talk) {
      const work = workAnew(talk);
      const next = await advanceWork(work, ports);
      return next === work ? undefined : stepOf(next);
    },

    knows(talk, payload) {
      if (payload.kind === 'greeting') return false;
      const { state } = workAnew(talk);
      const claims = readClaims(payload.packet);
      return hasSession(state, payload.packet) || (claims !== undefined && isForMe(state, claims));
    },
  };
}
