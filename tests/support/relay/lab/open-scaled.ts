import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stores } from '../../../../relay/stores/ports';
import { createScaledStores, type ScaledOptions } from '../../../../relay/stores/scaled/scaled-stores';
import type { Opened } from '../contract/opened';
import { dumpRedis } from './redis';
import type { StoreLab } from './store-lab';

const silent = { count: () => undefined, gauge: () => undefined, observe: () => undefined };

export type OpenedScaled = Opened & {
  /** A process more, with its own listeners. */
  readonly another: (given?: Partial<ScaledOptions>) => Promise<Stores>;
};

/** Fresh scaled stores on the lab, for the contract: every process of one test sees the same data. */
export async function openScaled(lab: StoreLab, given: Partial<ScaledOptions> = {}): Promise<OpenedScaled> {
  const addresses = await lab.fresh();
  const open = new Set<Stores>();
  const another = async (more: Partial<ScaledOptions> = {}) => {
    const stores = await createScaledStores({
      ...addresses,
      log: () => undefined,
      metrics: silent,
      ...given,
      ...more,
    });
    open.add(stores);
    return stores;
  };
  const closeAll = async () => {
    await Promise.all([...open].map((stores) => stores.close()));
    open.clear();
  };
  const stores = await another();
  return {
    stores,
    another,
    restart: async () => {
      await closeAll();
      for (const server of [lab.postgres, lab.redis, lab.redisVolatile]) await server.restart();
      return await another();
    },
    kill: async () => {
      for (const server of [lab.postgres, lab.redis, lab.redisVolatile]) await server.kill();
      await closeAll();
      for (const server of [lab.postgres, lab.redis, lab.redisVolatile]) await server.start();
      return await another();
    },
    // PostgreSQL is left out: what is searched for never goes there, and its files are large.
    search: async (octets) => {
      const needle = Buffer.from(octets);
      const dumps = await Promise.all([lab.redis.url, lab.redisVolatile.url].map(dumpRedis));
      const files = ['redis', 'redis-volatile'].flatMap((name) => filesIn(join(lab.folder, name)));
      return [...dumps, ...files].some((text) => text.includes(needle));
    },
    end: closeAll,
  };
}

function filesIn(folder: string): Buffer[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => readFileSync(join(parentPath, name)));
}
