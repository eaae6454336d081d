import { type RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible';
import type { Limiter, Rule } from '../ports';

/** Two counters of a rule, in memory or in Redis: tries in the window, and pauses so far. */
export type Counters = { readonly tries: RateLimiterAbstract; readonly pauses: RateLimiterAbstract };

/** The options of the two counters: whole seconds, because Redis keeps those only, and never 0, which is for ever. */
export function counterOptions(
  rule: Rule,
): Record<keyof Counters, { points: number; duration: number; keyPrefix: string }> {
  return {
    tries: { points: rule.tries, duration: seconds(rule.windowMs), keyPrefix: `tries:${rule.name}` },
    pauses: { points: 1, duration: pauseMemory(rule), keyPrefix: `pauses:${rule.name}` },
  };
}

/** Growing pauses over two counters of rate-limiter-flexible: the try that uses up the window begins a pause. */
export function createLimiter(countersOf: (rule: Rule) => Counters): Limiter {
  const made = new Map<string, Counters>();
  const counters = (rule: Rule): Counters => {
    const known = made.get(rule.name);
    if (known !== undefined) return known;
    const fresh = countersOf(rule);
    made.set(rule.name, fresh);
    return fresh;
  };
  return {
    consume: async (rule, key) => {
      const { tries, pauses } = counters(rule);
      const left = await tryOnce(tries, key);
      if (left.refused) return Math.max(1, left.waitMs);
      // Exactly one of those who try at once sees the last try go.
      if (left.tries > 0) return 0;
      const before = (await pauses.get(key))?.consumedPoints ?? 0;
      await pauses.set(key, before + 1, pauseMemory(rule));
      await tries.block(key, seconds(Math.min(rule.pauseMs * 2 ** Math.min(before, 40), rule.longestMs)));
      return 0;
    },
    forget: async (rule, key) => {
      const { tries, pauses } = counters(rule);
      await Promise.all([tries.delete(key), pauses.delete(key)]);
    },
  };
}

type Try = { readonly refused: true; readonly waitMs: number } | { readonly refused: false; readonly tries: number };

async function tryOnce(tries: RateLimiterAbstract, key: string): Promise<Try> {
  try {
    return { refused: false, tries: (await tries.consume(key)).remainingPoints };
  } catch (refusal) {
    // The library rejects with the result itself where the try is one too many, with an Error where its store failed.
    if (refusal instanceof RateLimiterRes) return { refused: true, waitMs: refusal.msBeforeNext };
    throw refusal;
  }
}

const seconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1_000));
/** Pauses are remembered until one could have waited for the longest and then used a whole window. */
const pauseMemory = (rule: Rule): number => seconds(rule.windowMs + 2 * rule.longestMs);
