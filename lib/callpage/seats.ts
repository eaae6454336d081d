import type { FromMedia, ToMedia } from '../callmedia/contract';
import type { ErrorCode } from '../core/error-codes';
import { toErrorCode } from '../core/errors';
import { newTicketId } from '../page/ticket-id';
import { type PlacedFrame, placeCallFrame } from './call-frame';
import type { Desk } from './desk';
import { createOwnWorker } from './own-worker';
import type { CallPageBus } from './ports';

export type SeatPorts = {
  readonly page: Document;
  readonly bus: CallPageBus;
  /** Chrome: the worker is our frame's. */
  readonly inFrame: boolean;
  readonly now: () => number;
  /** A worker to seal with, or none any more. */
  readonly onDesk: (desk: Desk | undefined) => void;
  readonly onHeard: (message: FromMedia) => void;
  readonly onFailure: (code: ErrorCode) => void;
};

/** So long a worker may be silent: it speaks four times a second. Starting takes longer on a busy machine. */
const SILENT_MS = 5_000;
const STARTING_MS = 15_000;
/** Between two attempts, doubled each time. */
const AGAIN_MS = { first: 250, most: 8_000 } as const;

/**
 * The place where frames are sealed: our frame and a worker. Lost with either of them, and then made anew, with a new
 * generation of keys; until then nothing goes out.
 */
export function createSeats(ports: SeatPorts) {
  const { page, bus, inFrame, now } = ports;
  let current: { readonly close: () => void; readonly frame: PlacedFrame } | undefined;
  let wanted = false;
  let heardAt = 0;
  let isAlive = false;
  let [nextAt, pause] = [0, AGAIN_MS.first as number];

  const onHeard = (message: FromMedia): void => {
    heardAt = now();
    if (!isAlive) pause = AGAIN_MS.first;
    isAlive = true;
    ports.onHeard(message);
  };
  const lose = (): void => {
    if (current === undefined) return;
    current.close();
    current.frame.remove();
    current = undefined;
    ports.onDesk(undefined);
    nextAt = now() + pause;
    pause = Math.min(pause * 2, AGAIN_MS.most);
  };
  const open = (): void => {
    const ticket = newTicketId();
    // The frame waits for its ticket; where it is refused, the page is not granted any more.
    bus.call('callPage.offerFrame', { ticket }).catch((error) => ports.onFailure(toErrorCode(error)));
    const { port1, port2 } = new MessageChannel();
    // Chrome gives what may be framed a changing address; it stands at the extension's own origin all the same.
    const { origin } = new URL(bus.frameUrl('call-worker.js'));
    const at = { url: bus.frameUrl('call-frame.html'), origin };
    const place = (use: 'media' | 'keys') => placeCallFrame(page, at, ticket, () => ({ use, port: port2 }));
    [isAlive, heardAt] = [false, now()];
    if (inFrame) {
      port1.onmessage = ({ data }: MessageEvent<FromMedia>) => onHeard(data);
      current = { frame: place('media'), close: () => port1.close() };
      ports.onDesk({ say: (message: ToMedia, moved = []) => port1.postMessage(message, [...moved]) });
      return;
    }
    const worker = createOwnWorker(bus.frameUrl('call-worker.js'), {
      onHeard,
      onReady: (desk) => {
        desk.giveKeys(port1);
        ports.onDesk(desk);
      },
      onRefused: () => ports.onFailure('callpage/no-worker'),
    });
    current = { frame: place('keys'), close: () => worker.close() };
  };

  return {
    /** From now on there is to be one. */
    want() {
      wanted = true;
      this.look();
    },
    look() {
      if (!wanted) return;
      const isSilent = now() - heardAt > (isAlive ? SILENT_MS : STARTING_MS);
      if (current !== undefined && (!current.frame.stands() || isSilent)) lose();
      if (current === undefined && now() >= nextAt) open();
    },
    stop() {
      wanted = false;
      lose();
    },
  };
}
