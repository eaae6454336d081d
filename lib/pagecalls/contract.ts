import type { FrameCounts, KeyOrder, PageCallOrder } from '../bus/calls-protocol';
import type { CallMemory, CallRows, CallVault } from '../calls/ports';
import type { Origin, TicketId } from '../core/brand';
import type { CallLines, CallOrigin } from '../core/call-lines';
import type { CallId, CallPlace, PageCallReport, PageCallView } from '../core/calls';
import type { ConversationId } from '../core/chat';
import type { CallMessage } from '../core/wire/call-message';
import type { DeviceId } from '../core/wire/ids';

/** A tab whose page has calls. */
export type CallTab = {
  readonly tabId: number;
  readonly origin: Origin;
  /** The document in it, by the browser's number; left out, where our window asks: the top one. */
  readonly document?: number;
};

/**
 * Calls in other people's pages, docs/calls.md: who is in a protected call, whose words are whose, and the keys that go between them.
 * Frames are sealed in the page's tab, beside our frame; here is no key of a frame that is not sealed for a member.
 */
export type PageCalls = {
  /** Throws `vault/locked`. */
  view(tab: CallTab): Promise<PageCallView>;
  /** Begins to protect, or asks more people in. From that moment nothing goes out or is played in clear. */
  protect(tab: CallTab, conversations: readonly ConversationId[]): Promise<void>;
  join(tab: CallTab, call: CallId): Promise<void>;
  decline(call: CallId): Promise<void>;
  /** Leaves it. Media stay blocked until the page's call is over, or the tab is loaded anew. */
  end(tab: CallTab): Promise<void>;
  compared(tab: CallTab, place: CallPlace, characters: string, same: boolean): Promise<void>;

  /**
   * A document of this origin is there, that began at this moment: where it is the page loaded anew after a call was
   * left, that one is over. Said again by the same document it changes nothing. Works while locked.
   */
  hello(tab: CallTab, began: number): Promise<PageCallOrder>;
  /** The origin in this tab whose calls our window means, where it is not the top page's: that of a page in the page. */
  originIn(tabId: number): Promise<Origin | undefined>;
  /** Works while locked. */
  mode(tab: CallTab): Promise<PageCallOrder>;
  report(tab: CallTab, report: PageCallReport): Promise<PageCallOrder>;
  /** A frame of ours came up in this tab: an older one has lost its keys, a new generation begins. */
  frameOpened(tab: CallTab, ticket: TicketId): Promise<PageCallOrder>;
  orders(tab: CallTab, ticket: TicketId, after: number): Promise<readonly KeyOrder[]>;
  announce(
    tab: CallTab,
    ticket: TicketId,
    sent: {
      readonly call: CallId;
      readonly to: DeviceId;
      readonly generation: number;
      readonly announcement: Uint8Array;
    },
  ): Promise<void>;
  took(
    tab: CallTab,
    ticket: TicketId,
    sent: { readonly call: CallId; readonly place: CallPlace; readonly generation: number },
  ): Promise<void>;
  counts(tab: CallTab, ticket: TicketId, call: CallId, counts: FrameCounts): Promise<void>;
  /** What the bar of a tab says; `undefined` where nothing was ever protected and nothing is asked. */
  glance(tab: CallTab): Promise<Pick<PageCallView, 'status' | 'code' | 'live'> & { readonly invited: boolean }>;
  active(): boolean;
  readonly events: {
    onMessage(from: CallOrigin, message: CallMessage, at: number | undefined): Promise<void>;
    onTabClosed(tabId: number): Promise<void>;
    onTime(): Promise<void>;
    onLocked(): Promise<void>;
  };
};

export type PageCallPorts = {
  readonly lines: CallLines;
  readonly rows: CallRows;
  readonly vault: CallVault;
  readonly memory: CallMemory;
  /** Tells the tab's script that its mode changed. */
  readonly tell: (tab: CallTab, order: PageCallOrder) => Promise<void>;
  readonly notify: (notice: { readonly call: CallId; readonly name: string; readonly origin: string }) => void;
  readonly announce: () => void;
  readonly wakeAt: (at: number) => void;
  readonly now: () => number;
  readonly random: (octets: number) => Uint8Array;
  readonly onFailure: (error: unknown) => void;
};
