import type { ErrorCode } from '../core/error-codes';
import { AppError } from '../core/errors';
import type { PageAnswer } from '../page/bus';
import { holds } from '../sites/chats/deep';
import type { OpenConversation } from '../sites/chats/site';
import { type Box, type BoxState, createBox } from './box';
import { placeOver, placeStrip, type StripPlace } from './box-place';
import type { ChatPageBus } from './bus';
import { createDelivery, type Delivery } from './delivery';
import { createLines, type Lines } from './lines';
import { nudge } from './nudge';
import type { SealedText, watchSealedTexts } from './sealed-texts';

export type StagePorts = {
  readonly page: Document;
  readonly bus: Pick<ChatPageBus, 'call' | 'frameUrl'>;
  readonly texts: Pick<ReturnType<typeof watchSealedTexts>, 'within'>;
  /** The conversation on the screen at this moment. */
  readonly find: () => OpenConversation | undefined;
  readonly now: () => number;
  readonly onFailure: (code: ErrorCode) => void;
  /** Something of ours is gone: look again. */
  readonly onLost: () => void;
};

type Shown = { conversation: OpenConversation; state: BoxState; box: Box; readonly lines: Lines };

/** Texts of the page that are looked at for what was just sent: the newest. */
const LOOKED_AT = 40;

/** What stands in the page for the conversation on the screen: our box and our lines; or the strip, where there is none. */
export function createStage(ports: StagePorts) {
  const { page, bus, texts, now, onFailure, onLost } = ports;
  const deliver = createDelivery();
  let shown: Shown | undefined;
  let strip: Box | undefined;
  let stripPlace: StripPlace | undefined;
  let delivering = false;

  const clear = () => {
    shown?.box.remove();
    shown?.lines.stop();
    shown = undefined;
    strip?.remove();
    strip = undefined;
  };
  const boxPorts = { page, bus, onFailure };

  const boxFor = (conversation: OpenConversation, state: BoxState): Box => {
    const box: Box = createBox(placeOver(page, conversation), state, {
      ...boxPorts,
      onLost() {
        box.remove();
        onLost();
      },
    });
    return box;
  };

  const open = (conversation: OpenConversation, state: BoxState): void => {
    clear();
    const lines = createLines({
      ...ports,
      conversation: () => shown?.conversation ?? conversation,
      place: () => (shown?.state ?? state).place,
    });
    shown = { conversation, state, box: boxFor(conversation, state), lines };
    for (const text of texts.within(conversation.key)) lines.take(text);
  };

  /** What the box that asks was made for, if that is what the screen shows. */
  const sameConversation = (): OpenConversation => {
    const there = ports.find();
    if (there === undefined || shown === undefined || !isSame(shown.conversation, there)) {
      throw new AppError('webchat/moved');
    }
    return there;
  };

  return {
    owns: (ticket: string): boolean => (shown?.box ?? strip)?.ticket === ticket,
    isOpen: (): boolean => shown !== undefined,
    isShowing: (conversation: OpenConversation): boolean =>
      shown !== undefined && isSame(shown.conversation, conversation),
    clear,

    show(conversation: OpenConversation, state: BoxState): void {
      if (shown === undefined || !isSame(shown.conversation, conversation)) {
        open(conversation, state);
        return;
      }
      const isWider = shown.conversation.key !== conversation.key;
      const isOther = shown.state.place.account !== state.place.account;
      shown.conversation = conversation;
      shown.state = state;
      if (isOther) shown.lines.settle();
      if (!shown.box.stands()) {
        shown.box.remove();
        shown.box = boxFor(conversation, state);
      } else if (!delivering) shown.box.update(state);
      if (isWider) for (const text of texts.within(conversation.key)) shown.lines.take(text);
    },

    /** Along the top: no box was found, or a person is pointing at one. */
    showStrip(state: BoxState): void {
      if (strip?.stands() === true) {
        // Boxes stand at the foot of a page, messages above: the strip keeps away from what is pointed at.
        stripPlace?.setEdge(state.picking === 'messages' ? 'bottom' : 'top');
        strip.update(state);
        return;
      }
      clear();
      stripPlace = placeStrip(page);
      strip = createBox(stripPlace, state, {
        ...boxPorts,
        onLost() {
          strip?.remove();
          onLost();
        },
      });
    },

    take(text: SealedText): void {
      if (shown !== undefined && holds(shown.conversation.key, text.element)) shown.lines.take(text);
    },
    onRecords: (records: readonly MutationRecord[]): void => shown?.lines.onRecords(records),

    async deliver(what: Delivery, limit: number): Promise<PageAnswer> {
      const box = shown?.box;
      const hadFocus = box?.hasFocus() === true;
      delivering = true;
      const count = (text: string) =>
        texts
          .within(shown?.conversation.key ?? page.body)
          .slice(-LOOKED_AT)
          .filter(({ element }) => element.textContent?.includes(text) === true).length;
      try {
        return await deliver(what, { conversation: sameConversation, limit, count, now });
      } finally {
        delivering = false;
        if (hadFocus && box?.stands() === true && !box.hasFocus()) box.focus();
        onLost();
      }
    },

    /** Has the page say something without words (a chat state), while nothing stands in its field. */
    async nudge(isDone: () => boolean): Promise<void> {
      if (shown === undefined || delivering) return;
      delivering = true;
      await nudge(shown.conversation.box.field, isDone).finally(() => {
        delivering = false;
      });
    },
  };
}

/** The same box for the same talk: of another, nothing of ours may go on. */
const isSame = (one: OpenConversation, other: OpenConversation): boolean =>
  one.locator === other.locator && one.box.field === other.box.field;
