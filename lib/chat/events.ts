import type { RelayFrame } from '../core/wire/frames';
import type { ChatEvents } from './contract';
import type { Files } from './files/contract';
import type { Intake } from './intake';
import type { NoTraceService } from './no-trace/contract';
import type { Meeting, Outbox, Parts, Talking } from './seams';

type EventParts = Omit<Parts, 'files'> & {
  readonly outbox: Outbox;
  readonly files: Pick<Files, 'resume' | 'stop'>;
  readonly noTrace: Pick<NoTraceService, 'endAll'>;
  readonly meeting: Pick<Meeting, 'prepareDevice' | 'advance'>;
  readonly talking: Pick<Talking, 'onFrames' | 'onOnline' | 'onTime'>;
  readonly intake: Intake;
};

const EVERY_MS = 60_000;

/** What happens outside, handed to the parts that it concerns. Nothing here throws, and nothing waits for another. */
export function createEvents(parts: EventParts): ChatEvents {
  const { link, accounts, vault, announce, outbox, intake, meeting, talking, files, noTrace } = parts;
  const quietly = (work: () => Promise<unknown>): Promise<unknown> => work().catch(parts.onFailure);
  const inBackground = (work: () => Promise<unknown>): void => {
    work().catch(parts.onFailure);
  };
  const all = async (...works: ReadonlyArray<() => Promise<unknown>>): Promise<void> => {
    await Promise.all(works.map(quietly));
  };
  const isUnlocked = async () => (await vault.state()).phase === 'unlocked';

  /** Whatever a connection and open keys make possible; each does what it can of it. */
  const goOn = async (): Promise<void> => {
    outbox.flush();
    await all(files.resume);
    if (!(await isUnlocked())) return;
    await all(intake.open);
    // A device and its prekeys come first: others can only answer who can be reached.
    await all(meeting.prepareDevice);
    await all(meeting.advance, talking.onOnline);
  };
  const onFrames = async (frames: readonly RelayFrame[]): Promise<void> => {
    const delivered = frames.filter((frame) => frame.kind === 'deliver');
    const told = frames.filter(({ kind }) => kind === 'status' || kind === 'refused');
    const seen = frames.filter(({ kind }) => kind === 'presence' || kind === 'signal');
    await all(
      async () => delivered.length > 0 && intake.take(delivered),
      async () => told.length > 0 && outbox.onFrames(told),
      async () => seen.length > 0 && talking.onFrames(seen),
    );
    // A relay whose memory was lost has no prekeys and no presence of mine any more.
    if (frames.some((frame) => frame.kind === 'notice' && frame.code === 'relay/back')) await goOn();
  };

  link.onFrames((frames) => inBackground(() => onFrames(frames)));
  link.onState(({ phase }) => {
    announce('relay');
    announce('chat');
    if (phase === 'online') inBackground(goOn);
  });

  return {
    async onStart() {
      await all(async () => {
        const account = await accounts.get();
        if (account === undefined) return;
        link.start(account);
        // What came to its end while nothing ran: validity, and what nobody fetched.
        await all(outbox.onTime, talking.onTime);
        parts.wakeAt(parts.now() + EVERY_MS);
      });
    },
    async onUnlocked() {
      await all(intake.open);
      if (link.state().phase === 'online') await goOn();
      else await all(meeting.advance, talking.onTime);
    },
    onLocking: () => all(noTrace.endAll),
    async onLocked() {
      files.stop();
      await all(noTrace.endAll);
      parts.book.forget();
    },
    onKeys: () =>
      all(async () => {
        if (!(await isUnlocked())) return;
        await meeting.prepareDevice();
        await meeting.advance();
      }),
    onContacts: () => all(async () => (await isUnlocked()) && meeting.advance()),
    onSettings: () => all(talking.onOnline),
    async onNetwork() {
      link.wake('network');
    },
    async onTime() {
      link.wake();
      if (link.state().phase === 'online') {
        outbox.flush();
        await all(files.resume);
      }
      await all(outbox.onTime, talking.onTime, async () => (await isUnlocked()) && meeting.prepareDevice());
    },
  };
}
