import type { ToMedia } from '../callmedia/contract';

/** The worker of a page's calls, as the script speaks with it. A new one where the old one was lost: `seats.ts`. */
export type Desk = {
  say(message: ToMedia, moved?: readonly MessagePort[]): void;
  /** Firefox: what transforms are made with. */
  readonly worker?: Worker;
};
