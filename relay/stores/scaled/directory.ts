import { randomBytes } from 'node:crypto';
import type { DeviceId, UserId } from '../../../lib/core/wire/ids';
import type { Directory, Post } from '../ports';
import { ANNOUNCE, ENTER, HEARTBEAT, LEAVE, POST, PRESENT, RETIRE } from './directory-scripts';
import { fromPost, toPost } from './posts';
import type { RedisClient, RedisLink } from './redis-link';
import { asList, asNumber, asOctets, asText, idOctets, idOf } from './replies';

/** A process that said nothing for so long is dead, and so are its sockets. */
const ALIVE_MS = 15_000;
const MOST_CLEANED = 200;
const MOST_ANNOUNCED = 500;

export type ScaledDirectory = Directory & {
  /** For the connection that hears what other processes post. */
  subscribe(client: RedisClient): Promise<void>;
  /** That connection is there, perhaps again: what was posted meanwhile is lost, so each device looks itself. */
  heard(): void;
  /** Says that this process lives, and says again what it holds where Redis forgot. */
  beat(): Promise<void>;
  start(): void;
  stop(): Promise<void>;
};

type Held = { readonly user: UserId; readonly entry: number };

/** Which process holds which device, in the volatile Redis; each process hears its own channel. */
export function createDirectory(link: RedisLink, aliveMs: number = ALIVE_MS): ScaledDirectory {
  // 16 octets, and a name of a channel.
  const self = randomBytes(12).toString('base64url');
  const held = new Map<DeviceId, Held>();
  /** Devices that enter at this moment, and when another process took them over meanwhile. */
  const entering = new Map<DeviceId, number>();
  const listeners: Array<(device: DeviceId, post: Post) => void> = [];
  let timer: NodeJS.Timeout | undefined;

  const tell = (device: DeviceId, post: Post) => {
    for (const listener of listeners) listener(device, post);
  };
  const replaced = (device: DeviceId) => {
    held.delete(device);
    tell(device, { kind: 'close', code: 'relay/replaced' });
    // What was told to the old socket in the last moment is told to the new one.
    directory.post(device, { kind: 'mail' }).catch(() => undefined);
  };
  const hear = (octets: Buffer) => {
    const heard = toPost(octets);
    if (heard === undefined) return;
    const { device, post, entry } = heard;
    if (entry === undefined) {
      if (held.has(device)) tell(device, post);
      return;
    }
    if (entering.has(device)) entering.set(device, entry);
    if ((held.get(device)?.entry ?? entry) < entry) replaced(device);
  };
  const announce = async () => {
    const all = [...held];
    for (let at = 0; at < all.length; at += MOST_ANNOUNCED) {
      const page = all.slice(at, at + MOST_ANNOUNCED);
      const pairs = page.flatMap(([device, { user }]) => [idOctets(device), user]);
      const lost = asList(await link.run(ANNOUNCE, [self, ...pairs]));
      for (const device of lost) replaced(idOf<DeviceId>(asOctets(device)));
    }
  };

  const directory: ScaledDirectory = {
    async enter(device, user) {
      entering.set(device, 0);
      try {
        const close = fromPost(device, { kind: 'close', code: 'relay/replaced' });
        const entry = Number(asText(await link.run(ENTER, [self, idOctets(device), user, close])));
        held.set(device, { user, entry });
        if ((entering.get(device) ?? 0) > entry) replaced(device);
      } finally {
        entering.delete(device);
      }
    },
    async leave(device, user) {
      // Gone from here whatever Redis answers: it must not be announced again.
      if (held.get(device)?.user === user) held.delete(device);
      return { last: asNumber(await link.run(LEAVE, [self, idOctets(device), user])) === 1 };
    },
    async present(user) {
      return asList(await link.run(PRESENT, [user])).map((device) => idOf<DeviceId>(asOctets(device)));
    },
    async post(device, post) {
      if (held.has(device)) {
        tell(device, post);
        return true;
      }
      const octets = fromPost(device, post);
      try {
        return asNumber(await link.run(POST, [idOctets(device), octets])) > 0;
      } finally {
        // It may be of a session (S9).
        octets.fill(0);
      }
    },
    onPost: (listener) => void listeners.push(listener),
    async subscribe(client) {
      await client.subscribe(`posts:${self}`, hear, true);
    },
    heard() {
      for (const device of held.keys()) tell(device, { kind: 'mail' });
    },
    async beat() {
      if (asNumber(await link.run(HEARTBEAT, [self, String(aliveMs), String(MOST_CLEANED)])) === 1) await announce();
    },
    start() {
      const again = () => void directory.beat().catch(() => undefined);
      timer = setInterval(again, aliveMs / 4);
    },
    async stop() {
      clearInterval(timer);
      held.clear();
      await link.run(RETIRE, [self]).catch(() => undefined);
    },
  };
  return directory;
}
