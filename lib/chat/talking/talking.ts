import { AppError } from '../../core/errors';
import { createSerial } from '../../core/serial';
import type { MessageId } from '../../core/wire/ids';
import type { Entry } from '../book';
import type { Talking } from '../seams';
import { createAddresses } from './addresses';
import { createCallHistory } from './call-history';
import { createCalling } from './calling';
import { createExpiry } from './expiry';
import { createGaps } from './gaps';
import { createGoingOn } from './going-on';
import { createKeeping } from './keeping';
import { noteLine } from './lines';
import { createNotices } from './notices';
import { createOpening } from './opening';
import type { TalkingParts } from './parts';
import { createReading } from './reading';
import { createReceive } from './receive';
import { createRenewals } from './renewals';
import { createSealing } from './seal';
import { createSignalling } from './signalling';
import { createStep } from './step';
import { createTake } from './take';
import { createView } from './view';
import { createWriting } from './writing';

export type { TalkingParts } from './parts';

/** Messages in open channels: lib/chat/seams.ts says what each method promises. */
export function createTalking(parts: TalkingParts): Talking {
  const { now, random, outbox, certificates } = parts;
  const expiry = createExpiry(parts);
  const onGoneAt = expiry.arm;
  outbox.onGoneAt(onGoneAt);
  const sealing = createSealing(parts);
  const gaps = createGaps(parts);
  const goingOn = createGoingOn({ ...parts, sealing });
  const open = createOpening({ ...parts, sealing, gaps });
  const notices = createNotices(parts);
  const calling = createCalling({ ...parts, sealing });
  const signalling = createSignalling(parts);
  const view = createView(parts);
  const underWay = new Set<MessageId>();
  const keeping = createKeeping({ ...parts, sealing, underWay });
  /** Uploads that ended while keys were locked. */
  const uploads = new Map<string, Parameters<Talking['uploaded']>[0]>();

  const receive = createReceive({
    ...parts,
    sealing,
    gaps,
    open: async (step, entry) => {
      step.after('go on', goingOn.goOn);
      step.after('presence', () => void signalling.onOnline().catch(parts.onFailure));
      return open(step, entry);
    },
    addresses: createAddresses(),
    renewals: createRenewals(parts),
    take: createTake({ ...parts, onGoneAt, gaps, calling }),
    channelPorts: { now, random, certificate: certificates },
    onReceived(step, before) {
      notices(step, before);
      if (step.touched().some(({ record }) => record.owed !== undefined)) step.after('receipts', goingOn.soon);
      for (const { record } of step.touched()) {
        if (record.unread > (before.get(record.id)?.record.unread ?? 0)) signalling.stopped(record.id);
      }
    },
  });

  const oneByOne = createSerial();
  const takeUploads = (): Promise<void> => oneByOne(takeEach);
  async function takeEach(): Promise<void> {
    for (const upload of uploads.values()) {
      try {
        if (!(await keeping.uploaded(upload))) continue;
      } catch (error) {
        if (error instanceof AppError && error.code === 'vault/locked') return;
        parts.onFailure(error);
      }
      uploads.delete(upload.file);
    }
  }

  return {
    ...createWriting({ ...parts, sealing, view, underWay, onWritten: signalling.said }),
    ...createReading({ ...parts, view, purge: expiry.purge, onGoneAt, onOwed: goingOn.soon }),
    cancel: keeping.cancel,
    remove: keeping.remove,
    loadFile: keeping.loadFile,
    openFile: keeping.openFile,
    seal: (entry, content, message) => sealing.seal(entry, content, message),
    receive,
    sendCall: calling.sendCall,
    ...createCallHistory(parts),

    async afterOpening(entry: Entry) {
      const step = createStep(parts);
      step.after('go on', goingOn.goOn);
      await open(step, entry);
      return step.change();
    },
    async note(entry, note, count) {
      const { id } = entry.record;
      const line = noteLine(parts, id, await parts.book.nextPlace(id), note, count === undefined ? {} : { count });
      return { messages: [line] };
    },
    uploaded(upload) {
      uploads.set(upload.file, upload);
      void takeUploads().catch(parts.onFailure);
    },
    signal: signalling.signal,
    typing: signalling.typing,
    isTyping: signalling.isTyping,
    isOnline: signalling.isOnline,
    onFrames: signalling.onFrames,
    async onOnline() {
      goingOn.goOn();
      await calling.handOn();
      await takeUploads();
      await signalling.onOnline();
    },
    async onTime() {
      await expiry.purge();
      goingOn.goOn();
      await calling.handOn();
      await takeUploads();
    },
  };
}
