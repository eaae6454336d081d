import { createHash } from 'node:crypto';
import { createClient, ErrorReply, RESP_TYPES } from '@redis/client';
import { AppError } from '../../../lib/core/errors';
import { ANSWER_MS, backoff, settled } from './backoff';
import type { Reply } from './replies';
import { createWatch } from './watch';

/** A Lua script, run by its SHA-1 (EVALSHA). All of it happens, or nothing; nothing else happens meanwhile. */
export type Script = { readonly source: string; readonly sha: string };
export const script = (source: string): Script => ({ source, sha: createHash('sha1').update(source).digest('hex') });

/** One connection. It comes back by itself; while it is away every call fails at once with `relay/waiting`. */
export type RedisLink = {
  send(parameters: readonly (string | Buffer)[]): Promise<Reply>;
  run(script: Script, parameters: readonly (string | Buffer)[]): Promise<Reply>;
  /** Resolves after the first try to connect. Fails with `relay/store-settings` where Redis is set up otherwise. */
  open(): Promise<void>;
  close(): Promise<void>;
};

type Options = {
  readonly url: string;
  /** Each time, before it counts as connected: whether its settings are safe, what to subscribe to. */
  readonly prepare?: (client: RedisClient) => Promise<void>;
  readonly onUp: () => void;
  readonly onDown: () => void;
};

export const newClient = (url: string) =>
  createClient({
    url,
    RESP: 2,
    disableOfflineQueue: true,
    disableClientInfo: true,
    maintNotifications: 'disabled',
    // A timer for each command would cost more than the command: the watch needs one for all.
    commandOptions: { timeout: 0, typeMapping: { [RESP_TYPES.BLOB_STRING]: Buffer } },
    socket: { connectTimeout: ANSWER_MS, reconnectStrategy: false },
  });
export type RedisClient = ReturnType<typeof newClient>;

export function createRedisLink({ url, prepare, onUp, onDown }: Options): RedisLink {
  const watch = createWatch(() => lose());
  let client: RedisClient | undefined;
  let closed = false;
  let retry: NodeJS.Timeout | undefined;

  const lose = () => {
    const lost = client;
    client = undefined;
    if (lost?.isOpen === true) lost.destroy();
    watch.failAll();
    if (closed || retry !== undefined) return;
    onDown();
    again(0);
  };
  const again = (tries: number) => {
    retry = setTimeout(() => {
      connect().then(
        () => {
          retry = undefined;
        },
        () => !closed && again(tries + 1),
      );
    }, backoff(tries));
  };
  const connect = async () => {
    const fresh = newClient(url);
    fresh.on('error', () => client === fresh && lose());
    fresh.on('end', () => client === fresh && lose());
    try {
      await within(fresh.connect());
      await within(prepare?.(fresh) ?? Promise.resolve());
      if (closed) throw new AppError('relay/waiting');
    } catch (error) {
      if (fresh.isOpen) fresh.destroy();
      throw error;
    }
    client = fresh;
    onUp();
  };

  const send = async (parameters: readonly (string | Buffer)[]): Promise<Reply> => {
    if (client === undefined) throw new AppError('relay/waiting');
    try {
      return await watch.guard(client.sendCommand<Reply>(parameters));
    } catch (error) {
      throw toAppError(error);
    }
  };

  return {
    send,
    async run({ source, sha }, parameters) {
      try {
        return await send(['EVALSHA', sha, '0', ...parameters]);
      } catch (error) {
        if (!isUnknownScript(error)) throw error;
        // Redis forgets scripts when it restarts; EVAL teaches it this one again.
        return await send(['EVAL', source, '0', ...parameters]);
      }
    },
    async open() {
      try {
        await connect();
      } catch (error) {
        if (error instanceof AppError && error.code === 'relay/store-settings') throw error;
        lose();
        await settled(() => client !== undefined);
      }
    },
    async close() {
      closed = true;
      clearTimeout(retry);
      const last = client;
      client = undefined;
      // Answers to what was asked still come.
      if (last !== undefined) await within(last.close()).catch(() => last.isOpen && last.destroy());
      watch.failAll();
    },
  };
}

/** Answers of a Redis that lives but cannot serve now: it loads its file, has no room, is no primary any more. */
const AWAY = /^(LOADING|OOM|MISCONF|READONLY|MASTERDOWN|CLUSTERDOWN|NOREPLICAS|TRYAGAIN|BUSY|UNBLOCKED)\b/;

const isUnknownScript = (error: unknown) =>
  error instanceof AppError && error.cause instanceof ErrorReply && error.cause.message.startsWith('NOSCRIPT');

function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const failed = error instanceof ErrorReply && !AWAY.test(error.message);
  return new AppError(failed ? 'relay/internal' : 'relay/waiting', { cause: error });
}

async function within<T>(promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new AppError('relay/waiting')), ANSWER_MS);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
