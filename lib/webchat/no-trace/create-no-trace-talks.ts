import { type AccountKey, createAccountKey } from '../../otr/account-key';
import type { OtrPorts } from '../../otr/ports';
import type { Place } from '../contract';
import { placeKey } from '../place';
import type { WebchatPorts } from '../ports';
import type { NoTraceTalks } from '../seams';
import type { OneTalk } from './contract';
import { createOneTalk } from './one-talk';

export type NoTracePorts = Pick<WebchatPorts, 'page' | 'now' | 'random'> & {
  readonly announce: () => void;
  /** A key for one conversation; `createAccountKey` where left out. */
  readonly makeKey?: (ports: OtrPorts) => Promise<AccountKey>;
};

/** OTRv3 through the texts of pages. Everything is in the memory of this closure: no port of it stores or logs anything. */
export function createNoTraceTalks({
  page,
  now,
  random,
  announce,
  makeKey = createAccountKey,
}: NoTracePorts): NoTraceTalks {
  const talks = new Map<string, OneTalk>();
  const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
  const at = (place: Place): OneTalk => {
    const key = placeKey(place);
    const known = talks.get(key);
    if (known !== undefined) return known;
    const made = createOneTalk({
      otr: { now, random, pause },
      makeKey,
      deliver: (text) => page.deliver(place, { text }),
      changed: announce,
    });
    talks.set(key, made);
    return made;
  };
  return {
    view: (place) => talks.get(placeKey(place))?.view(),
    standing: (place) => talks.get(placeKey(place))?.standing() ?? 'none',
    start: (place) => at(place).start(),
    stop: (place) => at(place).stop(),
    send: (place, message) => at(place).send(message),
    compare: (place, secret, question) => at(place).compare(secret, question),
    stopComparing: (place) => at(place).stopComparing(),
    take: (place, text, facts) => at(place).take(text, facts),
    active: () => [...talks.values()].some((talk) => talk.active()),

    async forgetAll() {
      const open = [...talks.values()].filter((talk) => talk.view() !== undefined);
      // What was handled stays known: the page shows it still.
      await Promise.all(open.map((talk) => talk.stop()));
    },
  };
}
