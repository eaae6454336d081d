import type { KeyOrder } from '../bus/calls-protocol';
import type { LineProgress } from '../calls/line/progress';
import type { Fingerprint, Origin, TicketId } from '../core/brand';
import type { CallId, CallPlace } from '../core/calls';
import type { ConversationId } from '../core/chat';
import type { DeviceId, MessageId } from '../core/wire/ids';

/**
 * What is remembered for the browser's session, as JSON: enough to go on after the background died, and no key that is
 * not sealed by the vault. It is changed in place, by one change at a time (book.ts).
 */

export type Channel = { readonly conversation: ConversationId; readonly device: DeviceId };
export type Seat = { readonly place: CallPlace; readonly fingerprint: Fingerprint };

/** One other person in a call, as I have it. */
export type Member = Seat & {
  /** Where a channel with this certificate is open. */
  channel?: Channel;
  stage: 'asked' | 'here' | 'left';
  /** One of us said that the words between us differ: they are put out for good. */
  differs?: true;
  /** Of the words and box keys (lib/calls/line). */
  progress?: LineProgress;
  /** The line continues one on which the words were compared. */
  verified: boolean;
  /** My frame was told to give them my keys. */
  admitted: boolean;
  /** Their keys: `held` in the background's memory, `given` to the frame, `taken` by it. */
  theirs: 'none' | 'held' | 'given' | 'taken';
  /** My frame opens what they seal; when they last announced, and the highest generation of it. */
  opens: boolean;
  theirsAt: number;
  theirsGeneration: number;
  /** Theirs were lost here: they are to be asked for. */
  missing: boolean;
  /** Of mine: the highest generation that went to them, when, and the highest that they have; -1: none. */
  announced: number;
  announcedAt: number;
  took: number;
  /** How often they asked for mine. */
  asks: number;
  /** Since when something is missing, and how often it was asked for. */
  since: number;
  repairs: number;
};

export type Call = {
  readonly id: CallId;
  readonly place: CallPlace;
  /** My certificate, as the others know me in this call. */
  readonly certificate: Fingerprint;
  /** Who began it; `gone`: the others go on, and nobody comes in any more. */
  host: 'me' | 'here' | 'gone';
  members: Member[];
  /** Places that were given out, so that none is used twice while there are others. */
  used: CallPlace[];
  /** The highest generation of mine that was announced or may have been; -1: none. */
  generation: number;
  /** How often a frame began with it. */
  begun: number;
};

type WithoutOctets<T> = T extends { readonly announcement: Blob } ? Omit<T, 'announcement'> : T;
/** Announcements themselves are in the background's memory alone: they are media keys. */
export type StoredOrder = WithoutOctets<KeyOrder>;

/** Our frame that has the keys, and what it was told. */
export type Desk = {
  readonly ticket: TicketId;
  readonly document: number;
  /** The call that its worker was told to begin. */
  begun?: CallId;
  /** The generation that it began with. */
  from: number;
  orders: StoredOrder[];
  /** Of the last order. */
  numbered: number;
};

/** A document, by the browser's number of its frame, and when it began, as its script says. */
export type PageDocument = { readonly document: number; readonly began: number };

export type Tab = {
  readonly tabId: number;
  readonly origin: Origin;
  /** Nothing goes out or is shown in clear, until the page is loaded anew after the call was left. */
  protected: boolean;
  /** When a call was last left here: documents that were there then stay protected. */
  leftAt?: number;
  tampered: boolean;
  /** Documents of this origin in the tab, the newest last. */
  documents: PageDocument[];
  /** Frames of ours that came up, the newest last. */
  frames: Array<{ readonly ticket: TicketId; readonly document: number }>;
  desk?: Desk;
  call?: Call;
};

export type Invitation = {
  readonly call: CallId;
  readonly origin: Origin;
  readonly channel: Channel;
  readonly fingerprint: Fingerprint;
  readonly at: number;
  readonly place: CallPlace;
  readonly members: readonly Seat[];
};

/** A message that has its id, so that it goes out once, however often it is tried. */
export type Outgoing = {
  readonly conversation: ConversationId;
  readonly id: MessageId;
  /** As `writeCallMessage` has it, hex. */
  readonly message: string;
  readonly at: number;
};

export type World = {
  tabs: Tab[];
  invitations: Invitation[];
  outgoing: Outgoing[];
  /** Words were said to differ: these channels are closed, after what was to be said in them. */
  refused: ConversationId[];
};

export const emptyWorld = (): World => ({ tabs: [], invitations: [], outgoing: [], refused: [] });

export const newMember = (known: Seat & Pick<Member, 'stage' | 'channel'>, now: number): Member => ({
  verified: false,
  admitted: false,
  theirs: 'none',
  opens: false,
  theirsAt: 0,
  theirsGeneration: -1,
  missing: false,
  announced: -1,
  announcedAt: 0,
  took: -1,
  asks: 0,
  since: now,
  repairs: 0,
  ...known,
});

export const newTab = (tabId: number, origin: Origin): Tab => ({
  tabId,
  origin,
  protected: false,
  tampered: false,
  documents: [],
  frames: [],
});

/** Those who are in it. */
export const present = (call: Call): readonly Member[] => call.members.filter(({ stage }) => stage === 'here');
