import { RateLimiterRedis } from 'rate-limiter-flexible';
import type { Limiter } from '../ports';
import { counterOptions, createLimiter } from '../shared/limiter';
import type { RedisLink } from './redis-link';
import { asOctets, type Reply } from './replies';

/** The counters in the volatile Redis, shared by all processes. */
export function createRedisLimiter(link: RedisLink): Limiter {
  const storeClient = asStoreClient(link);
  return createLimiter((rule) => {
    const { tries, pauses } = counterOptions(rule);
    const counter = (options: typeof tries) => new RateLimiterRedis({ ...options, storeClient, useRedisPackage: true });
    return { tries: counter(tries), pauses: counter(pauses) };
  });
}

type Expiry = { readonly EX: number };

/**
 * What rate-limiter-flexible 11 asks of a client of @redis/client, over a link whose connection comes and goes: its
 * own scripts (EVAL), and SET, GET and PTTL of one key, sent together.
 */
function asStoreClient(link: RedisLink) {
  const multi = () => {
    const questions: string[][] = [];
    const add = (...question: string[]) => {
      questions.push(question);
      return chain;
    };
    const chain = {
      set: (key: string, value: number, expiry?: Expiry) =>
        add('SET', key, String(value), ...(expiry === undefined ? [] : ['EX', String(expiry.EX)])),
      get: (key: string) => add('GET', key),
      pTTL: (key: string) => add('PTTL', key),
      incrBy: (key: string, by: number) => add('INCRBY', key, String(by)),
      exec: async () => (await Promise.all(questions.map((question) => link.send(question)))).map(plain),
    };
    return chain;
  };
  return {
    multi,
    eval: (source: string, { keys, arguments: given }: { readonly keys: string[]; readonly arguments: string[] }) =>
      link.send(['EVAL', source, String(keys.length), ...keys, ...given]),
    del: (key: string) => link.send(['DEL', key]),
  };
}

const plain = (reply: Reply) => (Buffer.isBuffer(reply) ? asOctets(reply).toString('latin1') : reply);
