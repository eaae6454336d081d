import type { KeyOrder } from '../../../lib/bus/calls-protocol';
import type { TicketId } from '../../../lib/core/brand';
import type { CallId } from '../../../lib/core/calls';
import { toErrorCode } from '../../../lib/core/errors';
import { createSerial } from '../../../lib/core/serial';
import type { Octets } from '../../../lib/media/octets';
import type { CallTab, PageCalls } from '../../../lib/pagecalls/contract';
import type { Timeline } from './timeline';
import { beginWorker, type Worker } from './worker';

const AGAIN_MS = 1_000;
const ASK_MS = 2_000;
const HOP_MS = 2;

/** Our frame and its worker, as a page has them, on a clock that is moved. */
export function createFrame(given: {
  readonly ticket: TicketId;
  readonly tab: CallTab;
  readonly calls: () => PageCalls;
  readonly timeline: Timeline;
}) {
  const { ticket, tab, calls, timeline } = given;
  const { now, later, random } = timeline;
  let after = 0;
  let isStopped = false;
  let worker: Worker | undefined;
  /** Of a person who left and keeps all keys: it is never told that the call is over. */
  let ghost: Worker | undefined;
  const orders: string[] = [];
  const counts = { sealed: 0, opened: 0, refused: 0 };

  /** Again for as long as keys are locked there. */
  const tell = async (work: () => Promise<void>): Promise<void> => {
    if (isStopped) return;
    await work().catch((error: unknown) => {
      if (toErrorCode(error) !== 'callpage/no-call') later(AGAIN_MS, () => tell(work));
    });
  };
  const begin = (order: KeyOrder & { readonly order: 'begin' }): Worker => {
    const call = order.call as CallId;
    return beginWorker(order, {
      random,
      now,
      announce: (sent) =>
        later(HOP_MS, () =>
          tell(() => calls().announce(tab, ticket, { call, ...sent, announcement: sent.announcement.slice() })),
        ),
      took: (sent) => later(HOP_MS, () => tell(() => calls().took(tab, ticket, { call, ...sent }))),
    });
  };
  const serial = createSerial();
  const take = async (order: KeyOrder): Promise<void> => {
    if (order.number <= after || isStopped) return;
    after = order.number;
    orders.push(order.order);
    if (order.order === 'begin') worker = begin(order);
    else if (order.call !== worker?.call) return;
    else if (order.order === 'end') {
      ghost = worker;
      worker = undefined;
    } else await worker.follow(order);
  };
  /** A background that was ended never answers: that holds up nobody. */
  const poll = async (): Promise<void> => {
    if (isStopped) return;
    const asked = await calls().orders(tab, ticket, after);
    await serial(async () => {
      for (const order of asked) await take(order);
    });
  };
  const tick = (): void => {
    if (isStopped) return;
    worker?.tick();
    poll().catch(() => undefined);
    later(ASK_MS, tick);
  };
  later(ASK_MS, tick);

  const opens = (one: Worker | undefined, frame: Octets): boolean =>
    one?.receiver.openNow('vp9', frame).kind === 'opened';
  return {
    ticket,
    orders,
    poll,
    worker: () => worker,
    ghost: () => ghost,
    stop() {
      isStopped = true;
    },
    /** `undefined` where there is no key: then nothing goes out. */
    seal(): Octets | undefined {
      const out = worker?.sender.sealNow('camera', 'vp9', Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]));
      if (out?.kind !== 'sealed') return undefined;
      counts.sealed += 1;
      return out.octets;
    },
    open(frame: Octets): boolean {
      const isOpen = opens(worker, frame);
      counts[isOpen ? 'opened' : 'refused'] += 1;
      return isOpen;
    },
    opensAsGhost: (frame: Octets): boolean => opens(ghost, frame),
    async count(): Promise<void> {
      if (worker === undefined) return;
      await calls().counts(tab, ticket, worker.call as CallId, { ...counts });
      Object.assign(counts, { sealed: 0, opened: 0, refused: 0 });
    },
  };
}

export type Frame = ReturnType<typeof createFrame>;
