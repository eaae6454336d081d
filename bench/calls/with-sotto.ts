import { chromeScope } from '../../tests/support/browser/chrome-scope';
import type { Person } from '../../tests/support/browser/person';
import { castCallers, isStatus } from '../../tests/support/calls-lab/callers';
import { flows } from '../../tests/support/calls-lab/hands';
import type { CallPageServer } from '../../tests/support/calls-lab/page-server';
import { sealTogether } from '../../tests/support/calls-lab/room-talk';
import { type ChatRelay, openChatRelay, type Talker } from '../../tests/support/e2e/talkers';
import { joinFrames, type Passage } from './frames';
import { hopTimes } from './hop';
import { beginCall, type Look, lookAt, type Two } from './pair-call';
import { tapFrames } from './tap';

/** Pictures after the call was sealed, before it is measured. */
const FIRST_SEALED = 120;

/** The same call before and after it was sealed. */
export type Round = {
  readonly off: Look;
  readonly sealed: Look;
  /** Milliseconds that frames took through our script while nothing was sealed; none in Firefox, where none is there. */
  readonly passing: readonly number[];
  /** Those that any message from a worker and back took after that, and while frames were sealed. */
  readonly hops: { readonly off: readonly number[]; readonly sealed: readonly number[] };
  readonly passages: readonly Passage[];
};

export type Cast = {
  /** @param span milliseconds of each look */
  round(name: string, span: number): Promise<Round>;
  close(): Promise<void>;
};

/** Two with Sotto and an open channel, on whose builds a tap is. */
export async function castTwo(kind: Person['kind'], pages: CallPageServer): Promise<Cast> {
  const relay: ChatRelay = await openChatRelay();
  const [anna, bert] = (await castCallers(
    [
      [kind, 'anna'],
      [kind, 'bert'],
    ],
    relay,
    pages,
  )) as unknown as Two<Talker>;
  const both = [anna, bert] as const;
  if (kind === 'firefox') await Promise.all(both.map(sharpenClock));
  return {
    async round(name, span) {
      const [first, second] = await beginCall(both, pages, name);
      const callers = [
        { who: anna, page: first },
        { who: bert, page: second },
      ] as const;
      const stays = (status: 'off' | 'sealed') =>
        Promise.all(callers.map(({ who, page }) => isStatus(who, page, status, 5_000)));
      const off = await lookAt(both, [first, second], span);
      await stays('off');
      const passed = kind === 'firefox' ? [] : await tapFrames(first, 'times', span);
      const offHops = await hopTimes(first, span);
      await sealTogether(callers);
      await Promise.all([first, second].map((page) => flows(page, FIRST_SEALED, 60_000)));
      const sealed = await lookAt(both, [first, second], span);
      const [hers, his, sealedHops] = await Promise.all([
        tapFrames(first, 'octets', span),
        tapFrames(second, 'octets', span),
        hopTimes(first, span),
      ] as const);
      await stays('sealed');
      await Promise.all([first.close(), second.close()]);
      return {
        off,
        sealed,
        passing: passed.map(({ took }) => took),
        hops: { off: offHops, sealed: sealedHops },
        passages: [...joinFrames(hers, his), ...joinFrames(his, hers)],
      };
    },
    async close() {
      await Promise.allSettled(both.map((who) => who.close()));
      await relay.destroy();
    },
  };
}

/** Firefox shows pages a clock of whole milliseconds. */
const sharpenClock = ({ browser }: Talker): Promise<unknown> =>
  chromeScope(browser).run(`
    Services.prefs.setBoolPref('privacy.reduceTimerPrecision', false);
    Services.prefs.setBoolPref('privacy.reduceTimerPrecision.unconditional', false);`);
