import type { Fingerprint } from '../core/brand';
import type { LineView } from '../core/webchat';
import type { MessageId } from '../core/wire/ids';
import type { ReadPayload } from '../core/wire/webchat-payload';
import type { Place, TalkView } from './contract';
import type { Talk } from './talk';

/** What the parts of lib/webchat know of each other: create-webchat.ts puts them together. */

/** The next talk. Written by the caller, whole, before anything of it goes out or is shown. */
export type Step = { readonly talk: Talk };

/** lib/webchat/agreement: the secure channel whose key agreement goes through the chat. One step at a time. */
export type AgreementService = {
  view(
    talk: Talk,
  ): Promise<Pick<TalkView, 'channel' | 'comparison' | 'offered' | 'problem'> & { readonly writable: boolean }>;
  /** A greeting is put into `waiting`. */
  begin(talk: Talk): Promise<Step>;
  end(talk: Talk): Promise<Step>;
  seal(
    talk: Talk,
    message: { readonly id: MessageId; readonly text: string },
  ): Promise<Step & { readonly payload: Uint8Array }>;
  /** A payload that stands in the page and was not opened before. What has to be answered is put into `waiting`. */
  take(talk: Talk, payload: AgreementPayload, fresh: boolean): Promise<Step & { readonly line: LineView }>;
  /** After decisions: goes on with what waits for them. `undefined`: nothing changed. */
  advance(talk: Talk): Promise<Step | undefined>;
  /** Whether this is for this talk: a packet by its tag, an opening by the device that it is for. Never a greeting. */
  knows(talk: Talk, payload: AgreementPayload): boolean;
};
export type AgreementPayload = Extract<ReadPayload, { kind: 'greeting' | 'opening' | 'packet' }>;

/** lib/webchat/ox: OpenPGP for XMPP. Nothing is remembered: what is sealed opens again. */
export type OxService = {
  /** Payload of kind `ox`. Throws `contact/*`, `key/*`. */
  seal(talk: Talk, message: { readonly id: MessageId; readonly text: string }, to: Fingerprint): Promise<Uint8Array>;
  open(talk: Pick<Talk, 'place' | 'peer'>, payload: Extract<ReadPayload, { kind: 'ox' }>): Promise<LineView>;
};

/**
 * lib/webchat/no-trace: OTRv3, in memory only. The texts of a page have no ids: what was handled once is known again by
 * its letters.
 */
export type NoTraceTalks = {
  view(place: Place): TalkView['noTrace'];
  /** `private`: words go this way; `held`: they go no way, because the person wanted them to leave no trace. */
  standing(place: Place): 'none' | 'private' | 'held';
  start(place: Place): Promise<void>;
  stop(place: Place): Promise<void>;
  /** Throws `otr/*`, and what the page fails with. */
  send(place: Place, message: { readonly id: MessageId; readonly text: string }): Promise<void>;
  /** Answers what they asked, else asks. Throws `otr/*`, `chat/too-long`, and what the page fails with. */
  compare(place: Place, secret: string, question?: string): Promise<void>;
  stopComparing(place: Place): Promise<void>;
  take(
    place: Place,
    text: string,
    facts: { readonly mine?: boolean | undefined; readonly fresh: boolean },
  ): Promise<LineView>;
  /** At lock: everything is wiped when this returns; the promise waits until the others were told. */
  forgetAll(): Promise<void>;
  active(): boolean;
};
