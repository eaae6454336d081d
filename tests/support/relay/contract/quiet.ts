import type { Log, Metrics } from '../../../../relay/observe/ports';

/** Stores that say nothing. */
export const quiet: { readonly log: Log; readonly metrics: Metrics } = {
  log: () => undefined,
  metrics: { count: () => undefined, gauge: () => undefined, observe: () => undefined },
};
