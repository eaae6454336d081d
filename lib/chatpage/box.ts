import type { ErrorCode } from '../core/error-codes';
import { toErrorCode } from '../core/errors';
import type { TalkPlace } from '../core/webchat';
import { guardForm } from '../page/guard';
import { createFrame } from '../page/our-frame';
import { newTicketId } from '../page/ticket-id';
import type { BoxPlace } from './box-place';
import type { ChatPageBus } from './bus';

/** What the background is told of the box; told again whenever it changes. */
export type BoxState = {
  readonly place: TalkPlace;
  readonly blocked?: ErrorCode;
  readonly picking?: 'box' | 'messages';
};

export type BoxPorts = {
  readonly page: Document;
  readonly bus: Pick<ChatPageBus, 'call' | 'frameUrl'>;
  readonly onFailure: (code: ErrorCode) => void;
  /** The frame is gone, or is another document now: it is to be made anew. */
  readonly onLost: () => void;
};

/** CSS pixels. */
const HEIGHT = { reserved: 64, most: 360 } as const;
const FRAME =
  'display:block;width:100%;height:100%;border:0;margin:0;padding:0;color-scheme:normal;background:transparent';

/** Our box in a page: one ticket, one place in the page, one conversation. */
export function createBox(place: BoxPlace, first: BoxState, ports: BoxPorts) {
  const { page, bus } = ports;
  const ticket = newTicketId();
  let told = '';
  let gone = false;
  let letGo: () => void = () => undefined;
  let guarded: readonly HTMLElement[] = [];

  const ours = createFrame(page, {
    url: bus.frameUrl('chat-box.html'),
    ticket,
    title: 'Write sealed messages with Sotto',
    onHeight: (height) => place.setHeight(Math.min(height, HEIGHT.most)),
    onFailed: ports.onLost,
    onReloaded: ports.onLost,
  });
  ours.frame.style.cssText = FRAME;
  place.setHeight(HEIGHT.reserved);

  /** The page may draw its own box anew under ours. */
  const guard = () => {
    const quiet = place.quiet();
    const same = quiet.length === guarded.length && quiet.every((one) => guarded.includes(one) && one.inert);
    if (same) return;
    letGo();
    guarded = quiet;
    const within = (event: Event) => quiet.some((one) => event.composedPath().includes(one));
    // A submit that our own press leads to is trusted too; a person's comes from a click or a key, which are stopped.
    const sends = (event: Event) => event.isTrusted && event.type !== 'submit' && within(event);
    letGo = guardForm(page, { quiet, sends, isEmpty: () => true, empty: () => undefined }, place.host);
  };

  const offer = async (state: BoxState): Promise<void> => {
    const asked = JSON.stringify(state);
    if (asked === told) return;
    told = asked;
    try {
      await bus.call('chatPage.offerBox', { ticket, ...state });
    } catch (error) {
      if (told === asked) told = '';
      throw error;
    }
  };

  guard();
  offer(first).then(
    () => {
      if (gone) return;
      place.root.append(ours.frame);
      ours.load();
    },
    (error) => ports.onFailure(toErrorCode(error)),
  );

  return {
    ticket,
    stands: () => !gone && place.stands(),
    /** What changed about it; and what the page drew anew is made silent again. */
    update(state: BoxState): void {
      if (gone) return;
      guard();
      place.mend();
      offer(state).catch((error) => ports.onFailure(toErrorCode(error)));
    },
    /** After the page's field was written in, which may have taken the focus. */
    focus: () => ours.frame.focus(),
    hasFocus: () => page.activeElement === place.host,
    remove(): void {
      if (gone) return;
      gone = true;
      ours.stop();
      letGo();
      place.remove();
    },
  };
}

export type Box = ReturnType<typeof createBox>;
