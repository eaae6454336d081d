import type { LinkState } from '../../../lib/core/chat';
import { AppError } from '../../../lib/core/errors';
import type { ClientFrame, RelayFrame } from '../../../lib/core/wire/frames';
import { toHex } from '../../../lib/core/wire/hex';
import type { DeviceId, MessageId, UserId } from '../../../lib/core/wire/ids';
import { refusalOf } from '../../../lib/core/wire/sealed';
import type { Ask, RelayLink } from '../../../lib/net/contract';
import { createFakeDirectory } from './fake-directory';

const HOUR = 3_600_000;
export const KEEP_MS = 72 * HOUR;

type Send = Extract<ClientFrame, { kind: 'send' }>;
type Deliver = Extract<RelayFrame, { kind: 'deliver' }>;

/** What becomes of one thing on its way: once, never, twice. */
export type Weather = {
  /** A message on its way to the relay. */
  readonly sent: (frame: Send) => number;
  /** An answer of the relay about a message. */
  readonly told: (frame: RelayFrame) => number;
  /** A message on its way to a device; what does not come is delivered at the next connection. */
  readonly delivered: (frame: Deliver) => number;
  /** Frames of one packet, in the order in which they come. */
  readonly ordered: (frames: RelayFrame[]) => RelayFrame[];
};
export const FAIR: Weather = {
  sent: () => 1,
  told: () => 1,
  delivered: () => 1,
  ordered: (frames) => frames,
};

/** The one connection of a device, as a background has it; `cut` is what a dead background has. */
export type FakeLink = RelayLink & { goOnline(): void; goOffline(): void; cut(): void };

type Stored = { readonly at: number; readonly payload: Uint8Array; readonly sender: DeviceId };
type Device = {
  readonly user: UserId;
  readonly mailbox: Map<MessageId, Stored>;
  readonly acknowledged: Set<MessageId>;
  /** What became of its messages while it was away. */
  readonly receipts: RelayFrame[];
  link: { push(frames: readonly RelayFrame[]): void } | undefined;
};

/**
 * A relay in memory that does what the real one promises: at most one of each (device, id), kept for 72 hours until it is
 * acknowledged, at least once to the device, and what became of it to the sender, also if that was away.
 */
export function createFakeRelay(clock: { readonly now: number }) {
  const devices = new Map<DeviceId, Device>();
  const directory = createFakeDirectory();
  const watched = new Map<DeviceId, readonly UserId[]>();
  const allowed = new Map<UserId, readonly UserId[]>();
  let weather = FAIR;
  /** Every payload that anybody gave it. */
  const seen: Uint8Array[] = [];
  const refusals = new Map<DeviceId, (frame: Send) => RelayFrame | undefined>();

  const times = <T>(frame: T, count: number): T[] => Array.from({ length: count }, () => frame);

  function tell(device: DeviceId, frame: RelayFrame): void {
    const to = devices.get(device);
    if (to?.link) to.link.push(times(frame, weather.told(frame)));
    else if (frame.kind === 'status' && frame.state !== 'stored') to?.receipts.push(frame);
  }
  const deliver = (id: MessageId, { at, payload }: Stored): Deliver => ({ kind: 'deliver', id, at, payload });
  function hand(to: Device, id: MessageId, stored: Stored): void {
    const frame = deliver(id, stored);
    to.link?.push(times(frame, weather.delivered(frame)));
  }

  function takeFor(sender: DeviceId, device: DeviceId, { id, payload }: Send): void {
    const to = devices.get(device);
    const status = (state: 'stored' | 'delivered') => tell(sender, { kind: 'status', id, state, devices: [device] });
    if (to === undefined) {
      tell(sender, { kind: 'refused', id, code: 'relay/unknown-device', waitMs: 0, devices: [device] });
    } else if (to.acknowledged.has(id)) status('delivered');
    else if (to.mailbox.has(id)) status('stored');
    else {
      const stored = { at: clock.now, payload: payload.slice(), sender };
      to.mailbox.set(id, stored);
      status('stored');
      hand(to, id, stored);
    }
  }
  function take(sender: DeviceId, frame: Send): void {
    seen.push(frame.payload.slice());
    const refused = refusals.get(sender)?.(frame);
    const code = refusalOf(frame.payload);
    if (refused) tell(sender, refused);
    else if (code) tell(sender, { kind: 'refused', id: frame.id, code, waitMs: 0, devices: [] });
    else for (const device of frame.to) takeFor(sender, device, frame);
  }
  function acknowledge(device: DeviceId, ids: readonly MessageId[]): void {
    const to = devices.get(device);
    for (const id of ids) {
      const stored = to?.mailbox.get(id);
      if (stored === undefined || to === undefined) continue;
      to.mailbox.delete(id);
      to.acknowledged.add(id);
      tell(stored.sender, { kind: 'status', id, state: 'delivered', devices: [device] });
    }
  }
  function presence(): void {
    for (const [device, users] of watched) {
      const me = devices.get(device);
      for (const user of users) {
        const isThere = [...devices.values()].some((one) => one.user === user && one.link !== undefined);
        const mayKnow = me !== undefined && (allowed.get(user) ?? []).includes(me.user);
        me?.link?.push([{ kind: 'presence', user, state: isThere && mayKnow ? 'online' : 'offline' }]);
      }
    }
  }
  function onFrame(device: DeviceId, frame: ClientFrame): void {
    if (frame.kind === 'send') for (const one of times(frame, weather.sent(frame))) take(device, one);
    if (frame.kind === 'acknowledge') acknowledge(device, frame.ids);
    if (frame.kind === 'signal') {
      for (const to of frame.to) devices.get(to)?.link?.push([{ kind: 'signal', payload: frame.payload.slice() }]);
    }
  }
  const answer = (device: DeviceId, user: UserId) => (name: string, input: unknown) => {
    const { users } = (input ?? {}) as { users?: readonly UserId[] };
    if (name === 'presence.allow') allowed.set(user, users ?? []);
    if (name === 'presence.watch') watched.set(device, users ?? []);
    if (name.startsWith('presence.')) return presence();
    return directory.answer(device, user, name, input);
  };

  return {
    seen,
    directory,
    set weather(next: Weather) {
      weather = next;
    },
    /** What it answers to the messages of a device, in the place of taking them. */
    refuse(device: DeviceId, by: ((frame: Send) => RelayFrame | undefined) | undefined): void {
      if (by) refusals.set(device, by);
      else refusals.delete(device);
    },
    mailbox: (device: DeviceId): number => devices.get(device)?.mailbox.size ?? 0,

    /** What is older than 72 hours goes, and its senders hear of it. */
    expire(): void {
      for (const [device, { mailbox }] of devices) {
        for (const [id, { at, sender }] of mailbox) {
          if (clock.now - at < KEEP_MS) continue;
          mailbox.delete(id);
          tell(sender, { kind: 'status', id, state: 'expired', devices: [device] });
        }
      }
    },

    connect(user: UserId, id: DeviceId): FakeLink {
      const me: Device = devices.get(id) ?? {
        user,
        mailbox: new Map(),
        acknowledged: new Set(),
        receipts: [],
        link: undefined,
      };
      devices.set(id, me);
      const reply = answer(id, user);
      const frameListeners: Array<(frames: readonly RelayFrame[]) => void> = [];
      const stateListeners: Array<(state: LinkState) => void> = [];
      let state: LinkState = { phase: 'absent' };
      let waiting: RelayFrame[] = [];
      let isCut = false;
      const set = (next: LinkState): void => {
        state = next;
        for (const listener of stateListeners) listener(next);
      };
      const flush = (): void => {
        const frames = weather.ordered(waiting);
        waiting = [];
        if (!isCut && state.phase === 'online') for (const listener of frameListeners) listener(frames);
      };
      const own = {
        push(frames: readonly RelayFrame[]): void {
          if (waiting.length === 0 && frames.length > 0) setImmediate(flush);
          waiting.push(...frames);
        },
      };
      const goOffline = (): void => {
        if (me.link === own) me.link = undefined;
        waiting = [];
        if (!isCut) set({ phase: 'offline', code: 'relay/unreachable', nextTry: clock.now + 1_000 });
        presence();
      };
      const ask: Ask = async (name, input) => {
        await new Promise((resolve) => setImmediate(resolve));
        if (isCut || state.phase !== 'online') throw new AppError('relay/unreachable');
        return reply(name, input) as never;
      };
      return {
        state: () => state,
        start: () => undefined,
        stop: goOffline,
        wake: () => undefined,
        ask,
        send(frames) {
          if (isCut || state.phase !== 'online') return false;
          for (const frame of frames) onFrame(id, frame);
          return true;
        },
        onFrames: (listener) => void frameListeners.push(listener),
        onState: (listener) => void stateListeners.push(listener),
        goOnline() {
          if (isCut || me.link === own) return;
          me.link = own;
          set({ phase: 'online' });
          own.push(me.receipts.splice(0));
          own.push(
            [...me.mailbox].flatMap(([one, stored]) => {
              const frame = deliver(one, stored);
              return times(frame, weather.delivered(frame));
            }),
          );
          presence();
        },
        goOffline,
        cut() {
          isCut = true;
          goOffline();
        },
      };
    },
    newDevice: (): DeviceId => toHex(crypto.getRandomValues(new Uint8Array(16))) as DeviceId,
  };
}

export type FakeRelay = ReturnType<typeof createFakeRelay>;
