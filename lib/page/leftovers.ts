import type { SiteUse } from '../core/webchat';
import { OURS, showHidden } from './frame';
import { giveVoiceToAll } from './guard';
import { livesBeside } from './once';

/**
 * Clears away what an earlier script of ours left in this document. Firefox ends scripts and frames at once when the
 * extension is updated: a composer that looks alive, but keeps nothing of what is typed into it, must not stay.
 */
export function clearLeftovers(page: Document, use: SiteUse, world: object = globalThis): void {
  // What stands here is of a script that lives: whichever of them came first has cleared away.
  if (livesBeside(world, use)) return;
  for (const host of page.querySelectorAll(`[${OURS}]`)) host.remove();
  showHidden(page);
  giveVoiceToAll(page);
}
