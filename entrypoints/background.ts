import { defineBackground } from '#imports';
import { createDeps } from '../lib/background/create-deps';
import { allHandlers } from '../lib/background/handlers/all';
import { watchBrowser } from '../lib/background/watch';
import { createBusServer } from '../lib/bus/server';
import type { ErrorCode } from '../lib/core/error-codes';
import { toErrorCode } from '../lib/core/errors';
import { serveBus } from '../lib/platform/serve';
import { closeSessionMemoryToPages } from '../lib/platform/session-memory';
import { openStore } from '../lib/store/store';

export default defineBackground({
  persistent: false,
  main() {
    const store = openStore();
    const count = (code: ErrorCode, where: string) => {
      store.log.add(code, where, Date.now()).catch(() => undefined);
    };
    const onFailure = (error: unknown) => count(toErrorCode(error), 'background');
    const deps = createDeps(store, onFailure);
    serveBus(createBusServer({ handlers: allHandlers(deps), count }));
    watchBrowser(deps, onFailure);
    // Whoever woke us will ask for something that needs the keys: taken up again while the question comes.
    deps.vault.state().catch(() => undefined);
    closeSessionMemoryToPages().catch(onFailure);
  },
});
