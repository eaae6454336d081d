import { keepBelowBar } from './below-bar';
import type { PageBus } from './bus';
import { forceStyle } from './force-style';
import { type MountedFrame, mountFrame } from './frame';

const BAR_HEIGHT = 32;
/** A page whose pictures never come gets its bar all the same. */
const PATIENCE_MS = 2_000;

type MakeRoom = (height: number) => (() => void) | undefined;
type Bar = { remove(): void };
type Shared = { readonly isAlive: () => boolean; readonly bar: Promise<Bar | undefined>; users: number };

/** In the isolated world's global, as the marks of lib/page/once are. */
const SHARED = Symbol.for('sotto.bar');

/**
 * The status bar along the top of the tab. `makeRoom` moves the page down; `undefined`: this page has no place for it.
 * Scripts for two uses have one between them, made by whichever comes first: it goes with the last of them.
 */
export async function mountBar(
  page: Document,
  bus: Pick<PageBus, 'call' | 'isAlive'>,
  makeRoom: MakeRoom,
  world: object = globalThis,
): Promise<Bar | undefined> {
  const holder = world as Record<symbol, Shared | undefined>;
  const standing = holder[SHARED];
  const shared =
    standing !== undefined && standing.users > 0 && standing.isAlive()
      ? standing
      : { isAlive: bus.isAlive, bar: newBar(page, bus, makeRoom), users: 0 };
  holder[SHARED] = shared;
  shared.users += 1;
  const bar = await shared.bar;
  if (bar === undefined) shared.users = 0;
  let isMine = bar !== undefined;
  return (
    bar && {
      remove() {
        if (!isMine) return;
        isMine = false;
        shared.users -= 1;
        if (shared.users === 0) bar.remove();
      },
    }
  );
}

async function newBar(page: Document, bus: Pick<PageBus, 'call'>, makeRoom: MakeRoom): Promise<Bar | undefined> {
  const giveBack = makeRoom(BAR_HEIGHT);
  if (giveBack === undefined) return undefined;
  try {
    await whenLoaded(page);
    const { ticket, url } = await bus.call('page.offerBar');
    const frame: MountedFrame = mountFrame(page, {
      url,
      ticket,
      title: 'Sotto status',
      place: { where: 'top', height: BAR_HEIGHT },
      onFailed: giveBack,
    });
    return {
      remove() {
        frame.remove();
        giveBack();
      },
    };
  } catch {
    giveBack();
    return undefined;
  }
}

/** The room is made at once; what fills it waits until the page, and a message of ours in it, has loaded. */
async function whenLoaded(page: Document): Promise<void> {
  if (page.readyState === 'complete') return;
  await new Promise<void>((resolve) => {
    const late = setTimeout(resolve, PATIENCE_MS);
    const loaded = () => {
      clearTimeout(late);
      resolve();
    };
    page.defaultView?.addEventListener('load', loaded, { once: true });
  });
}

/** For pages that no site file describes: the whole document moves down, and stays whole in the window. */
export function makeRoomAnywhere(page: Document, height: number): () => void {
  const moveBack = forceStyle(page.documentElement, 'margin-top', `${height}px`);
  const letGo = keepBelowBar(page, height);
  return () => {
    letGo();
    moveBack();
  };
}
