import type { DeviceId, MessageId } from '../../lib/core/wire/ids';
import type { Left, MailboxStore } from '../stores/ports';

/** Tells the store what devices have, all of one turn of the event loop at once. */
export type Acknowledgements = {
  add(device: DeviceId, id: MessageId): void;
  /** The store may be back: try what failed. */
  retry(): void;
  idle(): Promise<void>;
};

export type AcknowledgementPorts = {
  readonly mailboxes: Pick<MailboxStore, 'acknowledge'>;
  onLeft(device: DeviceId, ids: readonly MessageId[], left: readonly Left[]): void;
  onFailure(error: unknown): void;
};

/** Ids of one device that wait for a store that is away; a device that is not believed sends its word again. */
const MOST = 20_000;

export function createAcknowledgements({ mailboxes, onLeft, onFailure }: AcknowledgementPorts): Acknowledgements {
  let waiting = new Map<DeviceId, MessageId[]>();
  const running = new Set<Promise<void>>();
  let due = false;

  function add(device: DeviceId, id: MessageId): void {
    const ids = waiting.get(device);
    if (ids === undefined) waiting.set(device, [id]);
    else if (ids.length < MOST) ids.push(id);
  }

  function flush(): void {
    due = false;
    const all = waiting;
    waiting = new Map();
    for (const [device, ids] of all) {
      const done = mailboxes.acknowledge(device, ids).then(
        (left) => onLeft(device, ids, left),
        (error: unknown) => {
          for (const id of ids) add(device, id);
          onFailure(error);
        },
      );
      running.add(done);
      void done.finally(() => running.delete(done));
    }
  }

  function schedule(): void {
    if (due) return;
    due = true;
    setImmediate(flush);
  }

  return {
    add(device, id) {
      add(device, id);
      schedule();
    },
    retry: () => {
      if (waiting.size > 0) schedule();
    },
    async idle() {
      if (due) flush();
      while (running.size > 0) await Promise.all(running);
    },
  };
}
