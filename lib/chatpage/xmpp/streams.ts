import type { Fingerprint } from '../../core/brand';
import { AppError } from '../../core/errors';
import type { Direction, ProxyFrame } from '../../proxy/contract';
import { isSameAccount } from '../../xmpp/address';
import { applyEdits, type Edit } from '../../xmpp/edits';
import { readFrame, replacing, type StanzaFrame } from '../../xmpp/frames';
import type { XmlElement } from '../../xmpp/xml';
import type { ProxyListener } from '../proxy-link/proxy-link';
import { type Carriers, createCarriers } from './carriers';
import { type Convenience, revealed, sealOnWire } from './convenience';
import { readSealedMessage } from './incoming';
import { createKeyWatch, type FoundKeys } from './key-watch';
import { sealedFromText } from './outgoing';
import { toText } from './ox-text';
import { findKeys, publishKey } from './pep';
import { createSession, type Resumable, type Session } from './session';

/**
 * The XMPP of a page, over all its streams. A transformation without keys: what the page sends as text of lib/inline goes
 * out as OpenPGP for XMPP, and what comes as that becomes such a text. No stanza is added, none is dropped.
 */
export type XmppStreams = Required<Pick<ProxyListener, 'onFrame' | 'onClosed'>> & {
  /** My bare JID on the stream that was connected last; `undefined` while there is none. */
  account(): string | undefined;
  connected(): boolean;
  /** Whether a question waits for the page to send a lone chat state, or a ping. */
  carrierWanted(): boolean;
  /**
   * What the account of `address` publishes (XEP-0373, 4), unchecked, newest first, at most five; `undefined` where
   * nobody answered. `account`: whose stream is asked; without it, the one connected last.
   */
  findKeys(address: string, account?: string): Promise<readonly Uint8Array[] | undefined>;
  /** Puts my certificate at my account. Fails with `webchat/no-publishing`, `webchat/no-connection`. */
  publish(certificate: Uint8Array, fingerprint: Fingerprint, account?: string): Promise<void>;
  /** Nothing is asked or answered any more. */
  stop(): void;
};

export type XmppStreamsPorts = {
  readonly random: (octets: number) => Uint8Array;
  readonly now: () => number;
  /** `account`, `connected` or `carrierWanted` may have changed. */
  readonly onChange: () => void;
  /** Somebody whose keys were asked for before has published others since. */
  readonly onKeys: (found: FoundKeys) => void;
  /** Only where the person chose convenience for this site. */
  readonly convenience?: Convenience;
};

type Stream = { readonly session: Session; readonly carriers: Carriers };

/** UTF-16 units of a frame that is looked into. */
const LONGEST_FRAME = 1_000_000;

export function createXmppStreams(ports: XmppStreamsPorts): XmppStreams {
  const { convenience, onChange } = ports;
  const resumable: Resumable = new Map();
  /** In the order in which they were connected. */
  const streams = new Map<number, Stream>();
  let told = '';

  const connectedTo = (account?: string): Stream | undefined =>
    [...streams.values()].findLast(({ session }) => {
      const own = session.account();
      return own !== undefined && (account === undefined || isSameAccount(own, account));
    });

  const tellChange = (): void => {
    const now = JSON.stringify([connectedTo()?.session.account(), isCarrierWanted()]);
    if (now !== told) onChange();
    told = now;
  };

  const isCarrierWanted = (): boolean =>
    [...streams.values()].some(({ session, carriers }) => session.account() !== undefined && carriers.wanted());

  const askOn = (account?: string) => {
    const stream = connectedTo(account);
    return async (iq: XmlElement): Promise<XmlElement | undefined> => {
      if (stream?.session.account() === undefined) return undefined;
      const answer = stream.carriers.ask(iq);
      tellChange();
      return answer;
    };
  };

  const findAt: XmppStreams['findKeys'] = (address, account) => {
    const own = connectedTo(account)?.session.account();
    return findKeys(askOn(account), own !== undefined && isSameAccount(own, address) ? undefined : address);
  };
  const watch = createKeyWatch({ findKeys: findAt, onKeys: ports.onKeys });

  const streamOf = (number: number): Stream => {
    const known = streams.get(number);
    if (known !== undefined) return known;
    const session = createSession(resumable);
    const made = { session, carriers: createCarriers({ account: session.account, random: ports.random }) };
    streams.set(number, made);
    return made;
  };

  const note = (number: number, stream: Stream, direction: Direction, frame: StanzaFrame): void => {
    const before = stream.session.account();
    stream.session.note(direction, frame);
    const after = stream.session.account();
    if (after === before) return;
    if (before !== undefined) stream.carriers.end();
    if (after === undefined) return;
    streams.delete(number);
    streams.set(number, stream);
  };

  const goingOut = ({ session, carriers }: Stream, stanza: XmlElement): Edits => {
    const other = carriers.carry(stanza) ?? sealedFromText(stanza, session.account());
    if (other !== undefined) return replacing(stanza, other);
    const sealing = convenience && sealOnWire(stanza, session.account(), convenience);
    return sealing?.then((sealed) => (sealed === undefined ? [] : replacing(stanza, sealed))) ?? [];
  };

  const comingIn = ({ session, carriers }: Stream, stanza: XmlElement): Edits => {
    const other = carriers.answered(stanza);
    if (other !== undefined) return replacing(stanza, other);
    const account = session.account();
    if (account === undefined) return [];
    watch.note(stanza, account);
    const sealed = readSealedMessage(stanza, account);
    if (sealed === undefined) return [];
    if (convenience === undefined) return sealed.edits(toText(sealed.payload));
    return revealed(sealed, account, convenience).then(sealed.edits);
  };

  const read = (frame: ProxyFrame): Edits[] | undefined => {
    const content = frame.text.length > LONGEST_FRAME ? undefined : readFrame(frame.text);
    if (content === undefined) return undefined;
    const stream = streamOf(frame.stream);
    note(frame.stream, stream, frame.direction, content);
    const step = frame.direction === 'out' ? goingOut : comingIn;
    const edits = content.stanzas.map((stanza) => step(stream, stanza));
    tellChange();
    return edits;
  };

  const onFrame: XmppStreams['onFrame'] = (frame) => {
    const found = attempt(() => read(frame));
    if (found === undefined) {
      // Words of the page might stand in it, and nobody could say that they do not.
      const mayTell = convenience !== undefined && frame.direction === 'out' && frame.text.trim() !== '';
      if (mayTell) throw new AppError('webchat/not-sealed');
      return undefined;
    }
    const answer = (edits: readonly Edit[]) => (edits.length === 0 ? undefined : applyEdits(frame.text, edits));
    const isDone = found.every((edits): edits is readonly Edit[] => !(edits instanceof Promise));
    return isDone
      ? answer((found as (readonly Edit[])[]).flat())
      : Promise.all(found).then((all) => answer(all.flat()));
  };

  return {
    onFrame,
    onClosed(number) {
      const stream = streams.get(number);
      streams.delete(number);
      stream?.session.end();
      stream?.carriers.end();
      tellChange();
    },
    account: () => connectedTo()?.session.account(),
    connected: () => connectedTo() !== undefined,
    carrierWanted: isCarrierWanted,
    findKeys(address, account) {
      watch.begin(address);
      return findAt(address, account);
    },
    async publish(certificate, fingerprint, account) {
      if (connectedTo(account) === undefined) throw new AppError('webchat/no-connection');
      await publishKey(askOn(account), { certificate, fingerprint, now: ports.now() });
    },
    stop() {
      for (const { carriers } of streams.values()) carriers.end();
      streams.clear();
    },
  };
}

type Edits = readonly Edit[] | Promise<readonly Edit[]>;

/** Whatever a page or a server sends, a frame that cannot be dealt with is one that was not looked into. */
function attempt<T>(step: () => T): T | undefined {
  try {
    return step();
  } catch {
    return undefined;
  }
}
