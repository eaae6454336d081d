import type { MailFormat, OutgoingEnvelope, PageCompose } from '../../core/compose';

/** How a site file describes a webmail. It finds and names things in the page; what to do about them is decided in lib/page. */

export type ComposeMode = 'reply' | 'reply-all' | 'forward';

/** A sealed or signed message that stands in the page. */
export type FoundMessage = {
  readonly kind: 'message';
  /** What our frame takes the place of. */
  readonly place: Element;
  /** `beside`: other words stand in it too, so it stays visible. */
  readonly how: 'replace' | 'beside';
  readonly whole: 'mime' | 'armor';
  /** The address that the page shows as sender. */
  readonly from?: string;
  /** The ciphertext, where it stands in the page itself. */
  readonly ready?: Blob;
  /** The ciphertext; `undefined` where the page does not give it. Never throws. */
  source(): Promise<Blob | undefined>;
  /** Address of the page's own form for an answer to it. */
  composeUrl?(mode: ComposeMode): string;
};

/** A certificate that somebody put into a message or page. It is offered, never taken. */
export type FoundCertificate = {
  readonly kind: 'certificate';
  readonly place: Element;
  readonly how: 'replace' | 'beside';
  readonly source: 'page' | 'mail-attachment';
  /** What it was found by, where several share one place. */
  readonly key?: Element;
  readonly from?: string;
  armored(): Promise<Blob | undefined>;
};

/** Something that has to be fetched before one knows what it is. */
export type FoundUnsure = {
  readonly kind: 'unsure';
  readonly key: Element;
  look(): Promise<FoundMessage | FoundCertificate | undefined>;
};

export type Found = FoundMessage | FoundCertificate | FoundUnsure;

/** What the page will post, read back from the page after it was put there. */
export type Holds = {
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly subject: string;
  /** The body text. */
  readonly text: string;
  /** The armor of PGP/MIME; empty for inline. */
  readonly sealed: string;
};

/** An envelope placed in the page, not yet sent. `holds` is what `send` will post, octet by octet. */
export type Prepared = {
  readonly holds: Holds;
  /** True where the webmail says that it took the message. Never throws. */
  send(): Promise<boolean>;
};

/** The page's own values, put aside while our composer is open. */
export type PutAside = { restore(what: 'everything' | 'recipients'): void };

export type ComposeForm = {
  /** The element that stands for this form: one button, one composer. */
  readonly key: Element;
  /** What it can send as it stands now: people switch editors. */
  formats(): readonly MailFormat[];
  /** Where our button stands. */
  readonly button: { readonly parent: Node; readonly before: Element | null };
  /** The area that our composer covers, or stands before. */
  readonly cover: HTMLElement;
  readonly how: 'cover' | 'before';
  /** What must not be used while it is covered. */
  readonly quiet: readonly HTMLElement[];
  read(): Omit<PageCompose, 'origin' | 'formats'>;
  /** Empties recipients and text and sets the subject to `...`. */
  putAside(): PutAside;
  /** True where files wait in the page's form already. */
  holdsFiles(): boolean;
  /** True while the form holds no text. */
  isEmpty(): boolean;
  /** Empties the text again, for example after the page has put a signature there. */
  empty(): void;
  /** Would this event make the page send? */
  sends(event: Event): boolean;
  /** `undefined` where the page does not take such an envelope. Never throws. */
  prepare(envelope: OutgoingEnvelope): Promise<Prepared | undefined>;
  /** Lets the page end in its own way after a message went out. */
  finish(): void;
};

export type MailSite = {
  readonly id: string;
  readonly name: string;
  /** Is this page of this site? `undefined` while too little of it is parsed to tell. */
  recognises(page: Document): boolean | undefined;
  kindOf(page: Document): 'none' | 'read' | 'compose';
  /** Everything parsed so far that is worth a frame. Cheap: called after every change of the page. */
  find(page: Document): readonly Found[];
  /** The compose form, once the page has made it usable. */
  findForm(page: Document): ComposeForm | undefined;
  /** Makes room of this height (CSS pixels) at the top of the page; answers the way back. */
  makeRoom(page: Document, height: number): (() => void) | undefined;
};
