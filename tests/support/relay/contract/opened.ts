import { onTestFinished } from 'vitest';
import type { Stores } from '../../../../relay/stores/ports';

/** Fresh, empty stores. What a kind cannot do is left out, and what needs it is not tested. */
export type Opened = {
  readonly stores: Stores;
  /** A second process over the same data, open at the same time. */
  readonly another?: () => Promise<Stores>;
  /** Closes the stores and opens them again over the same data; `stores` is not used afterwards. */
  readonly restart?: () => Promise<Stores>;
  /** The same without closing, as after SIGKILL. */
  readonly kill?: () => Promise<Stores>;
  /** Whether octets are found in what the stores hold: memory that can be searched, files, databases. */
  readonly search?: (needle: Uint8Array) => Promise<boolean>;
  /** Lets go of everything. */
  readonly end: () => Promise<void>;
};
export type Open = () => Promise<Opened>;

/** Opens for one test, and ends with it. */
export async function opened(open: Open): Promise<Opened> {
  const world = await open();
  onTestFinished(() => world.end());
  return world;
}

export async function gathered<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
