import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEmbeddedStores } from '../../../relay/stores/embedded/embedded-stores';
import { createSessionMemory } from '../../../relay/stores/embedded/session-memory';
import type { Stores } from '../../../relay/stores/ports';
import { describeStores } from '../../support/relay/contract/describe-stores';
import { quiet } from '../../support/relay/contract/quiet';

describeStores('embedded stores', async () => {
  const folders = [await mkdtemp(join(tmpdir(), 'sotto-stores-'))];
  const opened: Stores[] = [];
  const sessionMemory = createSessionMemory();
  const openAt = async (folder: string, memory = createSessionMemory()): Promise<Stores> => {
    const stores = await createEmbeddedStores({ folder, ...quiet, sessionMemory: memory });
    opened.push(stores);
    return stores;
  };
  const [folder = ''] = folders;
  const stores = await openAt(folder, sessionMemory);
  return {
    stores,
    restart: async () => {
      await stores.close();
      return await openAt(folder);
    },
    // What a process that is killed leaves: the files as they are, with nothing closed.
    kill: async () => {
      const copy = await mkdtemp(join(tmpdir(), 'sotto-stores-'));
      folders.push(copy);
      await cp(folder, copy, { recursive: true });
      return await openAt(copy);
    },
    search: async (needle) => Buffer.from(sessionMemory.octets()).includes(Buffer.from(needle)),
    end: async () => {
      for (const each of opened) await each.close();
      for (const each of folders) await rm(each, { recursive: true });
    },
  };
});
