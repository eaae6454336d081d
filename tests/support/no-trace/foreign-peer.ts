import type { NoTraceService } from '../../../lib/chat/no-trace/contract';
import { createNoTrace } from '../../../lib/chat/no-trace/create-no-trace';
import { type Body, type Frame, type RunId, readFrame, writeFrame } from '../../../lib/chat/no-trace/frames';
import type { NoTraceView } from '../../../lib/core/chat';
import { createSerial } from '../../../lib/core/serial';
import type { MessageId } from '../../../lib/core/wire/ids';
import { makeKey } from '../otr/people';
import { createTestPorts } from '../otr/ports';
import { until } from '../wait';
import { createHandClock } from './hand-clock';
import { CONVERSATION } from './world';

/** An OTR program that knows nothing of Sotto: one text in, the texts that it answers out. */
export type OtrProgram = (text: string) => Promise<readonly string[]>;

/** Our service, and at the other end the frames of Sotto around an OTR program that is not our service. */
export type ForeignPair = {
  readonly service: NoTraceService;
  /** What our service sent. */
  readonly frames: Frame[];
  run(): RunId;
  /** Any frame of theirs, as our service gets it. */
  say(body: Body, run?: RunId): Promise<void>;
  /** The program does something; what it answers goes out before anything that it answers later. */
  does(work: () => Promise<readonly string[]>, message?: MessageId): Promise<void>;
  /** Texts of the program, in frames with the next numbers; `message`: whose words are in them. */
  texts(texts: readonly string[], message?: MessageId): Promise<void>;
  becomes(what: string, is: (view: NoTraceView) => boolean): Promise<NoTraceView>;
  pass(ms: number): void;
};

export function createForeignPair(program: OtrProgram): ForeignPair {
  const clock = createHandClock();
  const frames: Frame[] = [];
  let sequence = 0;
  const serial = createSerial();

  const answer = async (frame: Frame): Promise<void> => {
    if (frame.kind === 'ask') await pair.say({ kind: 'agree' }, frame.run);
    if (frame.kind !== 'otr') return;
    const texts = await program(frame.text);
    await pair.say({ kind: 'read', sequence: frame.sequence });
    await pair.texts(texts);
  };

  const pair: ForeignPair = {
    service: createNoTrace({
      signal: async (_conversation, octets) => {
        const frame = readFrame(octets.slice());
        if (frame === undefined) return true;
        frames.push(frame);
        void serial(() => answer(frame));
        return true;
      },
      possible: async () => true,
      now: clock.now,
      random: createTestPorts().random,
      announce: () => undefined,
      notify: () => undefined,
      after: clock.after,
      makeKey,
    }),
    frames,
    run() {
      const found = frames.findLast(({ kind }) => kind === 'ask' || kind === 'agree');
      if (found === undefined) throw new Error('nothing was asked');
      return found.run;
    },
    say: (body, run = pair.run()) => pair.service.receive(CONVERSATION, writeFrame(run, body)),
    does: (work, message) => serial(async () => pair.texts(await work(), message)),
    async texts(texts, message) {
      for (const text of texts) {
        sequence += 1;
        await pair.say({ kind: 'otr', sequence, message, text });
      }
    },
    async becomes(what, is) {
      const look = async () => {
        const view = await pair.service.view(CONVERSATION);
        return is(view) && view;
      };
      return until(what, look, { every: 2, within: 45_000 });
    },
    pass: clock.pass,
  };
  return pair;
}
