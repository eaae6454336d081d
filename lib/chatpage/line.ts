import type { ErrorCode } from '../core/error-codes';
import { toErrorCode } from '../core/errors';
import type { TalkPlace } from '../core/webchat';
import { createFrame, type OurFrame } from '../page/our-frame';
import { newTicketId } from '../page/ticket-id';
import type { ChatPageBus } from './bus';

/** What one line frame is asked to open. */
export type LineContent = {
  readonly sealed: { readonly octets: Uint8Array } | { readonly otr: string };
  readonly mine?: boolean;
  readonly fresh: boolean;
};

export type LinePorts = {
  readonly page: Document;
  readonly bus: Pick<ChatPageBus, 'call' | 'frameUrl'>;
  readonly place: () => TalkPlace;
  /** Its height is about to change; answers what to do when it has. */
  readonly onHeight: () => () => void;
  readonly onFailure: (code: ErrorCode) => void;
};

/** One frame of ours for one sealed text, and the room it takes while it is not there. */
export type Line = {
  readonly element: HTMLElement;
  load(): void;
  isLoaded(): boolean;
  /** The place is told better now: what was asked for where the page had no account yet is asked for again. */
  settle(): void;
  /** Gives the frame back; its room stays. */
  release(): void;
};

/** A frame that did not come up, or an offer that failed, is tried again so often, after so many milliseconds. */
const AGAIN = { times: 3, afterMs: 1_000 } as const;
/** CSS pixels that a line takes before it has said how much it needs. */
const RESERVED = 28;
const BLOCK =
  'all:initial !important;display:block !important;width:100% !important;min-width:min(17em,100%) !important';
const FRAME = 'display:block;width:100%;border:0;margin:0;padding:0;color-scheme:normal;background:transparent';

export function createLine(content: LineContent, ports: LinePorts): Line {
  const { page, bus, place } = ports;
  const element = page.createElement('div');
  let height = RESERVED;
  let current: OurFrame | undefined;
  let { fresh } = content;
  /** An archive may be drawn before the page is connected: without its account it cannot be opened. */
  let isEarly = false;
  let again: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;

  const reserve = () => {
    element.style.cssText = `${BLOCK};height:${height}px !important`;
  };
  const release = () => {
    clearTimeout(again);
    current?.stop();
    current = undefined;
    element.replaceChildren();
  };
  const fail = () => {
    release();
    if (++failures <= AGAIN.times) again = setTimeout(load, AGAIN.afterMs);
  };
  const load = () => {
    if (current !== undefined) return;
    const ticket = newTicketId();
    const ours = createFrame(page, {
      url: bus.frameUrl('chat-line.html'),
      ticket,
      title: 'Sealed message, opened by Sotto',
      onHeight(wanted) {
        if (wanted === height) return;
        const settle = ports.onHeight();
        height = wanted;
        reserve();
        settle();
      },
      onFailed: fail,
      // The page moved it: its ticket is used up, and what is drawn in it now is nobody's.
      onReloaded() {
        release();
        load();
      },
    });
    ours.frame.style.cssText = `${FRAME};height:100%`;
    current = ours;
    const { sealed, mine } = content;
    const at = place();
    const early = at.protocol === 'xmpp' && at.account === undefined;
    isEarly = early;
    const what = 'otr' in sealed ? sealed : { octets: new Blob([sealed.octets as BlobPart]) };
    const offer = { ticket, place: at, ...what, ...(mine === undefined ? {} : { mine }), fresh };
    bus.call('chatPage.offerLine', offer).then(
      () => {
        if (!early) fresh = false;
        if (current !== ours) return;
        element.append(ours.frame);
        ours.load();
      },
      (error) => {
        if (current === ours) fail();
        ports.onFailure(toErrorCode(error));
      },
    );
  };

  reserve();
  return {
    element,
    load,
    isLoaded: () => current !== undefined,
    settle() {
      if (current === undefined || !isEarly) return;
      release();
      load();
    },
    release,
  };
}
