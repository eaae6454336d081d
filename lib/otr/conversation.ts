import { AppError, toErrorCode } from '../core/errors';
import { createSerial } from '../core/serial';
import { type AkeResult, createAke } from './ake';
import { toArmor } from './armor';
import type { Answer, Conversation } from './contract';
import { type OtrEvent, type OtrState, refusal } from './events';
import { createAssembly, type Fragment, toFragments } from './fragments';
import { errorMessage, type Incoming, readIncoming } from './incoming';
import { ANY_TAG, createInstanceTag } from './instance-tag';
import { encodeMessage, type Message, type MessageOf } from './messages';
import { queryMessage, withTag } from './offers';
import { type ConversationOptions, completed } from './options';
import { wipe } from './primitives';
import { createPrivateTalk, type PrivateTalk, type Received } from './private-talk';
import { fingerprintOctets, toFingerprint } from './public-key';
import { IGNORE_UNREADABLE } from './session';

const OURS = '3';
const NOTHING = new Uint8Array();

export function createConversation(options: ConversationOptions): Conversation {
  const complete = completed(options);
  const { key, ports, policy, fragmentLength } = complete;
  const instance = options.instance ?? createInstanceTag(ports.random);
  const ake = createAke(key, instance, ports.random);
  const assembly = createAssembly();
  const serial = createSerial();
  let state: OtrState = 'plaintext';
  let talk: PrivateTalk | undefined;
  /** Who it is private with, until we end it: no exchange puts another key in this one's place. */
  let pinned: string | undefined;
  /** Old MAC keys of a session that the other side ended: no message of it is left to reveal them in. */
  let owed: Uint8Array = NOTHING;
  /** "If Alice receives a plaintext message ..., she should stop sending him the whitespace tag." */
  let isTagAnswered = false;

  const text = (value: string): OtrEvent => ({ type: 'send', text: value });
  const post = (message: Message): readonly OtrEvent[] =>
    toFragments(toArmor(encodeMessage(message)), fragmentLength, instance, message.receiver).map(text);
  const query = (): OtrEvent => text(queryMessage(complete.queryWords));
  const begin = (versions: string): readonly OtrEvent[] =>
    versions.includes(OURS) ? post(ake.begin()) : [refusal('otr/old-version')];
  const entered = (next: OtrState): OtrEvent => {
    state = next;
    return { type: 'state', state };
  };

  const becomePrivate = (result: AkeResult): readonly OtrEvent[] => {
    const before = talk?.forget();
    const next = createPrivateTalk({ ...complete, account: key, instance }, result, before?.owed ?? owed);
    owed = NOTHING;
    talk = next;
    pinned = next.peer.fingerprint;
    state = 'encrypted';
    const renewed = before !== undefined;
    return [...(before?.events ?? []), { type: 'state', state, peer: next.peer, renewed }];
  };

  const receiveExchange = (message: Exclude<Message, MessageOf<'data'>>): readonly OtrEvent[] => {
    const { reply, result, refused } = ake.receive(message);
    if (result !== undefined && pinned !== undefined && pinned !== toFingerprint(fingerprintOctets(result.key))) {
      // Without our answer, the other side does not come to believe that this became private.
      result.ours.forget();
      return [refusal('otr/key-changed')];
    }
    return [
      ...(reply === undefined ? [] : post(reply)),
      ...(refused === undefined ? [] : [refusal(refused)]),
      ...(result === undefined ? [] : becomePrivate(result)),
    ];
  };

  const receiveData = async (message: MessageOf<'data'>, octets: Uint8Array): Answer => {
    // Of another instance of theirs it is unreadable too: the MAC covers who sent it.
    const received = talk === undefined ? unreadable(message) : await talk.receive(message, octets);
    const { events } = received;
    if (received.unreadable === true) return [...events, text(errorMessage(complete.errorWords))];
    if (received.finished === undefined) return events;
    talk = undefined;
    owed = received.finished.owed;
    return [...events, entered('finished')];
  };

  const receiveFragment = async (fragment: Fragment): Answer => {
    if (!isForUs(fragment)) return [refusal('otr/other-instance')];
    const whole = assembly.add(fragment);
    if (whole === undefined) return [];
    const incoming = readIncoming(whole);
    // "You can't fragment a fragment."
    return incoming.kind === 'fragment' ? [refusal('wire/malformed')] : act(incoming);
  };

  /** An echo of our own is for nobody. */
  const isForUs = ({ sender, receiver }: { readonly sender: number; readonly receiver: number }): boolean =>
    sender !== instance && (receiver === instance || receiver === ANY_TAG);

  const act = async (incoming: Exclude<Incoming, { kind: 'fragment' }>): Answer => {
    switch (incoming.kind) {
      case 'refused':
        return [refusal(incoming.code)];
      case 'error':
        return [{ type: 'peer-error', text: incoming.text }, ...(policy.errorStartAke ? [query()] : [])];
      case 'query':
        return begin(incoming.versions);
      case 'plain': {
        isTagAnswered = true;
        const { versions } = incoming;
        const isBegun = versions !== undefined && (policy.whitespaceStartAke || !versions.includes(OURS));
        return [{ type: 'show', text: incoming.text, sealed: false }, ...(isBegun ? begin(versions) : [])];
      }
      case 'encoded': {
        const { message, octets } = incoming;
        // Only a D-H Commit Message is for whoever reads it.
        const isOurs = isForUs(message) && (message.receiver !== ANY_TAG || message.kind === 'dh-commit');
        if (!isOurs) return [refusal('otr/other-instance')];
        return message.kind === 'data' ? receiveData(message, octets) : receiveExchange(message);
      }
    }
  };

  const sendClear = (value: string): readonly OtrEvent[] => {
    if (policy.requireEncryption) return [refusal('otr/not-private')];
    return [text(policy.sendWhitespaceTag && !isTagAnswered ? withTag(value) : value)];
  };

  const inPrivate = async (run: (current: PrivateTalk) => Answer): Answer => {
    if (talk === undefined) return [refusal(state === 'finished' ? 'otr/finished' : 'otr/not-private')];
    return run(talk).catch(told);
  };
  const whilePrivate = (run: (current: PrivateTalk) => Answer): Answer => serial(() => inPrivate(run));

  return {
    instance,
    view: () => ({ state, ...(talk === undefined ? {} : { peer: talk.peer }), exchanging: ake.isUnderWay() }),
    start: () => serial(async () => [query()]),
    receive: (value) =>
      serial(async () => {
        const incoming = readIncoming(value);
        if (incoming.kind === 'fragment') return receiveFragment(incoming.fragment);
        assembly.clear();
        return act(incoming);
      }),
    // What state it is in is asked when its turn has come: an exchange may end before.
    send: (value) =>
      serial(async () =>
        state === 'plaintext' ? sendClear(value) : inPrivate(async (current) => current.send(value)),
      ),
    startSmp: (secret, question) => whilePrivate((current) => current.startSmp(secret, question)),
    answerSmp: (secret) => whilePrivate((current) => current.answerSmp(secret)),
    abortSmp: () => whilePrivate(async (current) => current.abortSmp()),
    announceExtraKey: (use, details) => whilePrivate(async (current) => current.announceExtraKey(use, details)),
    end: () =>
      serial(async () => {
        const last = talk?.end() ?? [];
        const events = state === 'plaintext' ? [] : [...last, entered('plaintext')];
        talk = undefined;
        pinned = undefined;
        wipe(owed);
        owed = NOTHING;
        isTagAnswered = false;
        ake.forget();
        assembly.clear();
        return events;
      }),
  };
}

/** A coded failure is an answer; any other is a mistake of ours. */
function told(error: unknown): readonly OtrEvent[] {
  if (error instanceof AppError) return [refusal(toErrorCode(error))];
  throw error;
}

/** A data message of a session that we do not have. */
const unreadable = ({ flags }: MessageOf<'data'>): Received =>
  (flags & IGNORE_UNREADABLE) === 0 ? { events: [refusal('otr/unreadable')], unreadable: true } : { events: [] };
