import type { ErrorCode } from '../core/error-codes';
import { isErrorCode } from '../core/errors';
import type { RelayLink } from '../net/contract';

type Memory = {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  remove(key: string): Promise<void>;
};

const STOPPED = 'relay.stopped';

/**
 * A link that stopped for a reason stays so when the background is born again: only a person begins anew, or two copies
 * of a profile would throw each other out at every alarm.
 */
export function rememberStop(link: RelayLink, memory: Memory, onFailure: (error: unknown) => void): RelayLink {
  let isFirst = true;
  link.onState((state) => {
    const kept = state.phase === 'stopped' ? memory.set(STOPPED, state.code) : undefined;
    const gone = state.phase === 'online' || state.phase === 'absent' ? memory.remove(STOPPED) : undefined;
    Promise.all([kept, gone]).catch(onFailure);
  });
  const codeBefore = async (): Promise<ErrorCode | undefined> => {
    const code = await memory.get(STOPPED);
    return isErrorCode(code) ? code : undefined;
  };
  return {
    ...link,
    start(account) {
      if (!isFirst) return link.start(account);
      isFirst = false;
      codeBefore()
        .catch((error: unknown) => onFailure(error))
        .then((code) => link.start(account, code ?? undefined))
        .catch(onFailure);
    },
  };
}
