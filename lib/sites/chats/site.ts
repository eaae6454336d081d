/** How a site file describes a chat page. It finds and names things; what to do about them is decided in lib/chatpage. */

/** One message as the page shows it. */
export type PageMessage = {
  /** What our frame stands over. */
  readonly element: HTMLElement;
  /** Its words, as they are to be read. */
  text(): string;
  /** Whether it is mine, where the page tells. */
  readonly mine?: boolean;
};

export type ChatBox = {
  /** The field itself: textarea, input or contenteditable. */
  readonly field: HTMLElement;
  /** What our box frame covers: the field with its buttons. */
  readonly cover: HTMLElement;
  /** Characters that the page takes at once, where it tells. */
  readonly limit?: number;
  /** Makes the page send what stands in the field: its own button, or Enter. */
  press(): void;
  /** The other way, where nothing came of the first. */
  pressOtherwise?(): void;
};

/** A conversation that is open on the screen. */
export type OpenConversation = {
  /** The element that stands for it: one box, one set of lines. */
  readonly key: HTMLElement;
  /** Names it within the origin. A bare JID on XMPP pages. */
  readonly locator: string;
  readonly title: string;
  /** `room`: several people; nothing is sealed there yet. */
  readonly kind: 'one' | 'room';
  readonly box: ChatBox;
  /** What scrolls above the box, where it was found: it keeps clear of our box, and at its end. */
  readonly list?: HTMLElement;
  /** Every message that is in the page now, in its order. Cheap: called after every change. */
  messages(): readonly PageMessage[];
};

export type ChatSite = {
  readonly id: string;
  readonly name: string;
  /** `undefined` while too little is parsed to tell. */
  recognises(page: Document): boolean | undefined;
  /** True for a page that speaks XMPP: nothing is sent unless the proxy sees that connection. */
  readonly xmpp: boolean;
  find(page: Document): OpenConversation | undefined;
  /** Keeps so many CSS pixels along the top of the window free for our bar, where the page has a way of its own to. */
  makeRoom?(page: Document, height: number): (() => void) | undefined;
};
