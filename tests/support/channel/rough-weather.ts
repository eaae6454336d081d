import fc from 'fast-check';
import { receive } from '../../../lib/channel/receive';
import type { Party } from './world';

export type Fate = 'deliver' | 'delay' | 'twice' | 'again later' | 'drop' | 'killed before it was stored';
export type Step = {
  readonly from: 'anna' | 'bert';
  readonly fate: Fate;
  readonly wait: number;
  /** Several in a row, as one writes. */
  readonly count: number;
  readonly nod: boolean;
};

export const step: fc.Arbitrary<Step> = fc.record({
  from: fc.constantFrom('anna', 'bert'),
  fate: fc.oneof(
    { weight: 10, arbitrary: fc.constant<Fate>('deliver') },
    { weight: 3, arbitrary: fc.constantFrom<Fate>('delay', 'twice', 'again later', 'killed before it was stored') },
    { weight: 1, arbitrary: fc.constant<Fate>('drop') },
  ),
  wait: fc.integer({ min: 1, max: 40 }),
  count: fc.integer({ min: 1, max: 6 }),
  nod: fc.boolean(),
});

type Sent = { readonly to: 'anna' | 'bert'; readonly payload: Uint8Array; readonly words: string | undefined };
type Due = Sent & { readonly at: number; readonly first: boolean };

/** What became of everything that was sent: every field but `read` and `dropped` is a fault. */
export type Account = {
  read: number;
  dropped: number;
  /** Known to be missing, less those that came late: for each side, what a person is shown as a gap. */
  missing: Record<'anna' | 'bert', number>;
  readonly faults: string[];
};

/** A relay and two devices at their worst. Nothing is kept between two steps but the stored octets. */
export function createWeather(parties: Readonly<Record<'anna' | 'bert', Party>>) {
  const account: Account = { read: 0, dropped: 0, missing: { anna: 0, bert: 0 }, faults: [] };
  const arrived = new Set<string>();
  let waiting: Due[] = [];
  let time = 0;
  let written = 0;

  const arrive = async ({ to, payload, words, first }: Omit<Due, 'at'>): Promise<void> => {
    const outcome = await parties[to].hear(payload);
    const order = 'order' in outcome ? outcome.order : undefined;
    if (order) account.missing[to] += order.missing - (order.late ? 1 : 0);
    if (outcome.kind === 'message') {
      const read = new TextDecoder().decode(outcome.content);
      if (read !== words || arrived.has(read)) account.faults.push(`${read} for ${words}`);
      arrived.add(read);
      account.read += 1;
      return;
    }
    const expected = first ? 'empty' : 'duplicate';
    if (outcome.kind !== expected || (first && words)) account.faults.push(`${words}: ${JSON.stringify(outcome)}`);
  };

  const later = (sent: Sent, wait: number, first: boolean) => waiting.push({ ...sent, at: time + wait, first });

  const meet: Record<Fate, (sent: Sent, wait: number) => Promise<void>> = {
    deliver: (sent) => arrive({ ...sent, first: true }),
    delay: async (sent, wait) => void later(sent, wait, true),
    drop: async () => void account.dropped++,
    twice: async (sent) => {
      await arrive({ ...sent, first: true });
      await arrive({ ...sent, first: false });
    },
    'again later': async (sent, wait) => {
      await arrive({ ...sent, first: true });
      later(sent, wait, false);
    },
    'killed before it was stored': async (sent) => {
      const { state, ports } = parties[sent.to];
      await receive({ ...state, payload: sent.payload }, ports);
      await arrive({ ...sent, first: true });
    },
  };

  const deliverDue = async (): Promise<void> => {
    const due = waiting.filter(({ at }) => at <= time);
    waiting = waiting.filter(({ at }) => at > time);
    for (const one of due) await arrive(one);
  };

  return {
    account,
    async take({ from, fate, wait, count, nod }: Step): Promise<void> {
      const party = parties[from];
      const to = from === 'anna' ? 'bert' : 'anna';
      time += 1;
      if (party.status().state !== 'none') {
        for (let one = 0; one < count; one += 1) {
          const words = `words ${++written}`;
          await meet[fate]({ to, payload: party.say(words), words }, wait);
        }
        if (nod && party.status().owes) await meet[fate]({ to, payload: party.nod(), words: undefined }, wait);
      }
      await deliverDue();
    },
    /** Everything that still waits arrives. */
    async settle(): Promise<void> {
      time += 1_000;
      await deliverDue();
    },
    written: () => written,
  };
}
