import { AppError } from '../../../lib/core/errors';
import type { DeviceId, MessageId, UserId } from '../../../lib/core/wire/ids';
import type { AppendOutcome, Envelope, Left, MailboxStore, Post, Stored, Stores } from '../../../relay/stores/ports';

type Mail = Stored & { readonly device: DeviceId };

/** Mailboxes in memory that can be slow, and be away. What was appended takes effect in the order of the calls. */
export function createMemoryMailboxes() {
  const boxes = new Map<DeviceId, Mail[]>();
  const seen = new Set<string>();
  const switches: { away: boolean; appends: number } = { away: false, appends: 0 };
  let place = 0;
  let gate: Promise<void> = Promise.resolve();

  const checkThere = (): void => {
    if (switches.away) throw new AppError('relay/waiting');
  };
  const turn = async <T>(work: () => T, before = Promise.resolve()): Promise<T> => {
    checkThere();
    await new Promise((resolve) => setImmediate(resolve));
    await before;
    checkThere();
    return work();
  };
  const boxOf = (device: DeviceId): Mail[] => {
    const box = boxes.get(device) ?? [];
    boxes.set(device, box);
    return box;
  };
  const appendOne = (envelope: Envelope, device: DeviceId, most: number): AppendOutcome => {
    if (seen.has(device + envelope.id)) return 'duplicate';
    const box = boxOf(device);
    if (box.length >= most) return 'full';
    seen.add(device + envelope.id);
    box.push({ ...envelope, payload: envelope.payload.slice(), place: ++place, device });
    return 'stored';
  };
  const leave = (box: Mail[], isLeaving: (mail: Mail) => boolean): Left[] => {
    const left = box.filter(isLeaving);
    const kept = box.filter((mail) => !isLeaving(mail));
    box.splice(0, box.length, ...kept);
    return left.map(({ id, sender, device, kind }) => ({ id, sender, device, kind }));
  };

  const mailboxes: MailboxStore = {
    append: (envelope, to, { messages }) =>
      turn(() => {
        switches.appends++;
        return to.map((device) => appendOne(envelope, device, messages));
      }, gate),
    read: (device, after, { count }) =>
      turn(() =>
        boxOf(device)
          .filter((mail) => mail.place > after)
          .slice(0, count),
      ),
    acknowledge: (device, ids) => {
      const gone = new Set(ids);
      return turn(() => leave(boxOf(device), ({ id }) => gone.has(id)));
    },
    expire: (before) => turn(() => [...boxes.values()].flatMap((box) => leave(box, ({ at }) => at < before))),
    drop: (device) => turn(() => void boxes.delete(device)),
    async *all() {
      for (const [device, box] of boxes) for (const envelope of box) yield { envelope, to: [device] };
    },
  };
  return {
    mailboxes,
    switches,
    idsOf: (device: DeviceId): MessageId[] => (boxes.get(device) ?? []).map(({ id }) => id),
    /** Nothing is stored until the answer is called. */
    hold(): () => void {
      let release: () => void = () => undefined;
      gate = new Promise((resolve) => {
        release = resolve;
      });
      return release;
    },
  };
}

/** A directory of one process, or of several where they share the map. */
export function createMemoryDirectory(
  held = new Map<DeviceId, { user: UserId; process: (device: DeviceId, post: Post) => void }>(),
): Stores['directory'] {
  let listener: (device: DeviceId, post: Post) => void = () => undefined;
  const self = (device: DeviceId, post: Post): void => listener(device, post);
  return {
    async enter(device, user) {
      const before = held.get(device);
      held.set(device, { user, process: self });
      if (before !== undefined && before.process !== self) {
        before.process(device, { kind: 'close', code: 'relay/replaced' });
      }
    },
    async leave(device, user) {
      if (held.get(device)?.process === self) held.delete(device);
      return { last: ![...held.values()].some((entry) => entry.user === user) };
    },
    present: async (user) => [...held].filter(([, entry]) => entry.user === user).map(([device]) => device),
    async post(device, post) {
      const entry = held.get(device);
      entry?.process(device, post);
      return entry !== undefined;
    },
    onPost: (heard) => {
      listener = heard;
    },
  };
}
