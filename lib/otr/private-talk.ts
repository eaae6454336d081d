import { bytesToHex, bytesToNumberBE, concatBytes } from '@noble/curves/utils.js';
import type { AccountKey } from './account-key';
import type { AkeResult } from './ake';
import { toArmor } from './armor';
import { RECORD, type Record } from './content';
import { type OtrEvent, type OtrPeer, refusal } from './events';
import { toFragments } from './fragments';
import { OTR_LIMITS } from './limits';
import type { MessageOf } from './messages';
import { createBreathing, type OtrPorts } from './ports';
import { sha256, wipe } from './primitives';
import { fingerprintOctets, toFingerprint } from './public-key';
import { createSession, IGNORE_UNREADABLE, type Sealed } from './session';
import { createSmp, type SmpStep } from './smp';

/** One private conversation: from the end of a key exchange to the next one, or to its end. */
export type PrivateTalk = {
  readonly peer: OtrPeer;
  /** Fails with `otr/unsendable`. */
  send(text: string): readonly OtrEvent[];
  receive(message: MessageOf<'data'>, octets: Uint8Array): Promise<Received>;
  startSmp(secret: string, question?: string): Promise<readonly OtrEvent[]>;
  answerSmp(secret: string): Promise<readonly OtrEvent[]>;
  abortSmp(): readonly OtrEvent[];
  announceExtraKey(use: number, details: Uint8Array): readonly OtrEvent[];
  /** Tells the other side, reveals what is owed, forgets all. */
  end(): readonly OtrEvent[];
  /** Forgets all without a word. Answers what the next session has to reveal. */
  forget(): { readonly owed: Uint8Array; readonly events: readonly OtrEvent[] };
};

/** `unreadable`: the caller answers with an error. `finished`: the other side ended it; this is what was still owed. */
export type Received = {
  readonly events: readonly OtrEvent[];
  readonly unreadable?: boolean;
  readonly finished?: { readonly owed: Uint8Array };
};

export type TalkOptions = {
  readonly account: AccountKey;
  readonly instance: number;
  readonly ports: OtrPorts;
  readonly fragmentLength: number;
  readonly paddingBlock: number;
};

const SMP_VERSION = 1;

export function createPrivateTalk(options: TalkOptions, result: AkeResult, owed: Uint8Array): PrivateTalk {
  const { account, instance, ports, fragmentLength, paddingBlock } = options;
  const session = createSession({ instance, result, owed, random: ports.random, block: paddingBlock });
  const smp = createSmp(ports.random, createBreathing(ports));
  const ourPrint = fingerprintOctets(account.public);
  const theirPrint = fingerprintOctets(result.key);
  let sentAt = ports.now();
  /** Who began the comparison that is under way: the secret names them first. */
  const secretOf = (first: Uint8Array, second: Uint8Array, words: string): bigint => {
    const typed = new TextEncoder().encode(words);
    const input = concatBytes(Uint8Array.of(SMP_VERSION), first, second, result.sessionId, typed);
    const digest = sha256(input);
    const secret = bytesToNumberBE(digest);
    wipe(typed, input, digest);
    return secret;
  };

  const post = ({ octets, extraKey }: Sealed): readonly OtrEvent[] => {
    wipe(extraKey);
    sentAt = ports.now();
    return toFragments(toArmor(octets), fragmentLength, instance, result.instance).map((text) => ({
      type: 'send',
      text,
    }));
  };
  const sendRecords = (records: readonly Record[]): readonly OtrEvent[] =>
    records.length === 0 ? [] : post(session.seal({ text: '', records }, IGNORE_UNREADABLE));
  const tell = ({ records, told, refused }: SmpStep): readonly OtrEvent[] => [
    ...sendRecords(records),
    ...(refused === undefined ? [] : [refusal(refused)]),
    ...(told === undefined ? [] : [{ type: 'smp', ...told } as const]),
  ];

  const forget: PrivateTalk['forget'] = () => {
    const events: readonly OtrEvent[] = smp.isUnderWay() ? [{ type: 'smp', outcome: 'aborted' }] : [];
    wipe(result.sessionId);
    return { owed: session.forget(), events };
  };

  const readExtraKey = ({ value }: Record, key: Uint8Array): readonly OtrEvent[] => {
    if (value.length < 4) return [refusal('wire/malformed')];
    const use = new DataView(value.buffer, value.byteOffset).getUint32(0);
    return [{ type: 'extra-key', key: key.slice(), use, details: value.slice(4), announcedBy: 'them' }];
  };

  const heartbeat = (): readonly OtrEvent[] =>
    Math.abs(ports.now() - sentAt) < OTR_LIMITS.heartbeatMs
      ? []
      : post(session.seal({ text: '', records: [] }, IGNORE_UNREADABLE));

  return {
    peer: {
      fingerprint: toFingerprint(theirPrint),
      instance: result.instance,
      sessionId: [bytesToHex(result.sessionId.subarray(0, 4)), bytesToHex(result.sessionId.subarray(4))],
      ourHalf: result.revealed ? 'first' : 'second',
    },
    send: (text) => post(session.seal({ text, records: [] }, 0)),
    async receive(message, octets) {
      const opened = session.open(message, octets);
      if (typeof opened === 'string') {
        if ((message.flags & IGNORE_UNREADABLE) !== 0) return { events: [] };
        return { events: [refusal(opened)], unreadable: opened === 'otr/unreadable' };
      }
      const { content, extraKey } = opened;
      const events: OtrEvent[] = content.text === '' ? [] : [{ type: 'show', text: content.text, sealed: true }];
      for (const record of content.records) {
        if (record.type === RECORD.disconnected) {
          wipe(extraKey);
          const { owed, events: last } = forget();
          return { events: [...events, ...last], finished: { owed } };
        }
        if (record.type === RECORD.extraKey) events.push(...readExtraKey(record, extraKey));
        else events.push(...tell(await smp.receive(record)));
      }
      wipe(extraKey);
      return { events: [...events, ...heartbeat()] };
    },
    startSmp: async (secret, question) => tell(await smp.start(secretOf(ourPrint, theirPrint, secret), question)),
    answerSmp: async (secret) => tell(await smp.answer(secretOf(theirPrint, ourPrint, secret))),
    abortSmp: () => tell(smp.abort()),
    announceExtraKey(use, details) {
      const value = concatBytes(new Uint8Array(4), details);
      new DataView(value.buffer).setUint32(0, use);
      const sealed = session.seal({ text: '', records: [{ type: RECORD.extraKey, value }] }, IGNORE_UNREADABLE);
      const key = sealed.extraKey.slice();
      return [...post(sealed), { type: 'extra-key', key, use, details, announcedBy: 'us' }];
    },
    end() {
      const records = [{ type: RECORD.disconnected, value: new Uint8Array() }];
      const last = post(session.sealLast({ text: '', records }));
      return [...last, ...forget().events];
    },
    forget,
  };
}
