import { PAGE_CALL_LIMITS } from './limits';

type Place = { readonly tabId: number; readonly origin: string };
type Sign = { readonly at: number; readonly askedAt?: number };

/**
 * Whether a page is still there: no browser says so where another page without us took its place. Our frame asks every
 * two seconds. In memory alone: a new background begins to count anew.
 */
export type Silence = {
  sign(tab: Place): void;
  /** `ask`: nothing was heard for long; `gone`: nor was it after it was asked. A machine that slept is not gone. */
  judge(tab: Place): 'there' | 'ask' | 'gone';
};

export function createSilence(now: () => number): Silence {
  const signs = new Map<string, Sign>();
  const nameOf = ({ tabId, origin }: Place) => `${tabId} ${origin}`;
  return {
    sign: (tab) => void signs.set(nameOf(tab), { at: now() }),
    judge(tab) {
      const known = signs.get(nameOf(tab)) ?? { at: now() };
      signs.set(nameOf(tab), known);
      if (now() - known.at < PAGE_CALL_LIMITS.silentMs) return 'there';
      if (known.askedAt === undefined) {
        signs.set(nameOf(tab), { ...known, askedAt: now() });
        return 'ask';
      }
      if (now() - known.askedAt < PAGE_CALL_LIMITS.goneMs) return 'there';
      signs.delete(nameOf(tab));
      return 'gone';
    },
  };
}
