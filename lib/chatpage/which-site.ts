import type { Picks } from '../core/webchat';
import { anyChatSite } from '../sites/chats/generic';
import type { ChatSite } from '../sites/chats/site';

/** As long a page that loads is waited for, before it counts as one that no file describes. */
const PATIENCE_MS = 3_000;

/** Which site this document is. A page that shows late what it is, is believed late; picks of the person come first. */
export function createWhichSite(page: Document, sites: readonly ChatSite[], now: () => number) {
  const began = now();
  let known: ChatSite | undefined;
  let any = anyChatSite(undefined, now);
  let picked = false;
  return {
    setPicks(picks: Picks | undefined): void {
      picked = picks !== undefined;
      any = anyChatSite(picks, now);
    },
    current(): ChatSite | undefined {
      if (picked) return any;
      if (known !== undefined) return known;
      const verdicts = sites.map((site) => site.recognises(page));
      known = sites[verdicts.indexOf(true)];
      if (known !== undefined) return known;
      const mayTurnOut = verdicts.includes(undefined) && now() - began < PATIENCE_MS;
      return mayTurnOut ? undefined : any;
    },
  };
}
