import type { CallId, CallLine } from '../core/calls';
import { toErrorCode } from '../core/errors';
import { OWN_CALL_LIMITS } from './limits';
import type { CallRows, CallVault } from './ports';

export type CallLog = {
  /** Newest first. Throws `vault/locked`. */
  list(): Promise<readonly CallLine[]>;
  /** Added, or changed where it is there. The oldest go where there are too many. */
  note(line: CallLine): Promise<void>;
  /** No missed call is new any more; `false` where none was. */
  seen(): Promise<boolean>;
  /** Keys were locked: nothing of it stays in memory. */
  forget(): void;
};

const PREFIX = 'call:';
const contextOf = (key: string) => `call line ${key}`;

/** The list of calls: sealed rows, read once and then kept while keys are open. */
export function createCallLog({ rows, vault }: { rows: CallRows; vault: CallVault }): CallLog {
  let lines: Map<CallId, CallLine> | undefined;

  const read = async (key: string): Promise<CallLine | undefined> => {
    const sealed = await rows.get(key);
    if (sealed === undefined) return undefined;
    try {
      return JSON.parse(new TextDecoder().decode(await vault.open(sealed, contextOf(key)))) as CallLine;
    } catch (error) {
      // One damaged line does not hide the others.
      if (toErrorCode(error) === 'vault/damaged') return undefined;
      throw error;
    }
  };
  const write = async (line: CallLine): Promise<void> => {
    const key = `${PREFIX}${line.id}`;
    await rows.put(key, await vault.seal(new TextEncoder().encode(JSON.stringify(line)), contextOf(key)));
  };
  const load = async (): Promise<Map<CallId, CallLine>> => {
    if (lines !== undefined) return lines;
    const found = await Promise.all((await rows.keys(PREFIX)).map(read));
    lines = new Map(found.flatMap((line) => (line === undefined ? [] : [[line.id, line] as const])));
    return lines;
  };
  const newestFirst = (all: Map<CallId, CallLine>) => [...all.values()].sort((a, b) => b.at - a.at);

  return {
    list: async () => newestFirst(await load()),
    async note(line) {
      const all = await load();
      await write(line);
      all.set(line.id, line);
      for (const { id } of newestFirst(all).slice(OWN_CALL_LIMITS.lines)) {
        await rows.remove(`${PREFIX}${id}`);
        all.delete(id);
      }
    },
    async seen() {
      const all = await load();
      const fresh = [...all.values()].filter(({ isNew }) => isNew);
      for (const line of fresh) {
        const old = { ...line, isNew: false };
        await write(old);
        all.set(line.id, old);
      }
      return fresh.length > 0;
    },
    forget: () => {
      lines = undefined;
    },
  };
}
