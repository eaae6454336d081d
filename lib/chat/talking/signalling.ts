import { statusOf } from '../../channel/channel';
import type { ConversationId } from '../../core/chat';
import { createSerial } from '../../core/serial';
import type { RelayFrame } from '../../core/wire/frames';
import { fromHex, toHex, type UserId } from '../../core/wire/ids';
import { openSignal, type Signal, sealSignal, signalTag } from '../signals';
import { createTimer } from '../timer';
import type { TalkingParts } from './parts';

/** Who writes says so again after this, and is believed for twice as long. */
const AGAIN_MS = 4_000;
const TYPING_MS = 8_000;
/** Users that a relay is told of at once. */
const MOST_USERS = 1_000;

/** Who is there and who writes: nothing of it is kept anywhere. */
export function createSignalling(parts: TalkingParts) {
  const { book, link, now, random, settings, announce } = parts;
  const online = new Set<UserId>();
  const users = new Map<ConversationId, UserId>();
  const typing = new Map<ConversationId, number>();
  const said = new Map<ConversationId, number>();
  /** The last counter of each key of theirs, by its tag: no key outlasts a lock here. */
  const heard = new Map<string, number>();
  /** When the last message of each came, counted in `moment`: what they typed before it is over. */
  const wrote = new Map<ConversationId, number>();
  let moment = 0;
  let counter = 0;
  const timer = createTimer(now, quiet);
  const inTurn = createSerial();

  function quiet(): void {
    for (const [id, until] of typing) if (until <= now()) typing.delete(id);
    announce('chat');
    for (const until of typing.values()) timer.arm(until);
  }

  async function send(id: ConversationId, signal: Signal): Promise<boolean> {
    const { record, channel } = await book.entry(id);
    if (record.signalKey === undefined || channel === undefined || link.state().phase !== 'online') return false;
    const { state, device } = statusOf(channel);
    if (state !== 'open' || !(await parts.meeting.status({ record, channel })).writable) return false;
    counter = Math.max(counter + 1, now() * 1_000);
    const payload = sealSignal(fromHex(record.signalKey), counter, signal, random);
    return link.send([{ kind: 'signal', to: [device], payload }]);
  }

  async function take(payload: Uint8Array, arrived: number): Promise<void> {
    for (const { record } of await book.entries()) {
      const key = record.theirSignalKey;
      const opened = key === undefined ? undefined : openSignal(fromHex(key), payload);
      if (key === undefined || opened === undefined) continue;
      const name = toHex(signalTag(fromHex(key)));
      if (opened.counter <= (heard.get(name) ?? 0)) return;
      heard.set(name, opened.counter);
      const { signal } = opened;
      if (signal.kind === 'no-trace') return parts.onNoTrace(record.id, signal.octets);
      const { shareTyping } = await settings();
      const isOver = (wrote.get(record.id) ?? 0) > arrived;
      if (signal.on && shareTyping && !isOver) typing.set(record.id, now() + TYPING_MS);
      else typing.delete(record.id);
      if (typing.has(record.id)) timer.arm(now() + TYPING_MS);
      return announce('chat');
    }
  }

  link.onState(({ phase }) => {
    if (phase === 'online') return;
    online.clear();
    typing.clear();
  });

  const isUnlocked = async () => (await parts.vault.state()).phase === 'unlocked';

  return {
    signal: (id: ConversationId, octets: Uint8Array): Promise<boolean> => send(id, { kind: 'no-trace', octets }),

    async typing(id: ConversationId, on: boolean): Promise<void> {
      const last = said.get(id);
      const isNews = on ? last === undefined || Math.abs(now() - last) >= AGAIN_MS : last !== undefined;
      if (!isNews || !(await settings()).shareTyping || !(await book.entry(id)).record.theirTyping) return;
      if (on) said.set(id, now());
      else said.delete(id);
      await send(id, { kind: 'typing', on });
    },

    /** Both or nothing: who does not want to be seen asks for nobody. */
    async onOnline(): Promise<void> {
      if (link.state().phase !== 'online' || !(await isUnlocked())) return;
      const { shareOnline } = await settings();
      users.clear();
      for (const { record, channel } of await book.entries()) {
        if (channel !== undefined && record.ended === undefined) users.set(record.id, record.user);
      }
      if (!shareOnline) online.clear();
      const asked = shareOnline ? [...new Set(users.values())].slice(0, MOST_USERS) : [];
      await link.ask('presence.allow', { users: asked });
      await link.ask('presence.watch', { users: asked });
      announce('chat');
    },

    async onFrames(frames: readonly RelayFrame[]): Promise<void> {
      for (const frame of frames) {
        if (frame.kind !== 'presence') continue;
        if (frame.state === 'online') online.add(frame.user);
        else online.delete(frame.user);
      }
      if (frames.some(({ kind }) => kind === 'presence')) announce('chat');
      // A packet must not overtake the one before it: its counters would be taken for repeats.
      const payloads = frames.flatMap((frame) => (frame.kind === 'signal' ? [frame.payload.slice()] : []));
      const arrived = moment;
      await inTurn(async () => {
        for (const payload of payloads) if (await isUnlocked()) await take(payload, arrived);
      });
    },

    /** A message of mine went out: it says itself that I write no more. */
    said: (id: ConversationId): void => void said.delete(id),
    /** They wrote: they do not write any more. */
    stopped(id: ConversationId): void {
      moment += 1;
      wrote.set(id, moment);
      typing.delete(id);
    },
    isTyping: (id: ConversationId): boolean => (typing.get(id) ?? 0) > now(),
    isOnline(id: ConversationId): boolean {
      const user = users.get(id);
      return user !== undefined && online.has(user) && link.state().phase === 'online';
    },
  };
}
