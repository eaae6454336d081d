import type { NoTraceView } from './chat';

/** How the last comparison of a secret (SMP) ended; empty while none did. `first`: how the other is called. */
export function comparisonWords({ state, stopped }: NoTraceView['smp'], first: string): string {
  if (state === 'same') return `${first} knows the same secret: nobody stands between you.`;
  if (state === 'different')
    return 'The secrets are not the same. One of you mistyped, or somebody stands between you: ask by voice.';
  return stopped === true ? 'The comparison of a secret was stopped and has no result. Begin it again.' : '';
}
