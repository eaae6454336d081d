import { encode } from '../core/wire/encode';
import type { Channel } from './channel';
import { agree, decapsulate, type KeyPair, makeAgreementKey } from './crypto';
import { type Device, type Generation, type OneTimeSecret, statementOf } from './device';
import type { SessionTag } from './fields';
import { openHalf, sealHalf } from './halves';
import { answer, answerTerms, HANDSHAKE_VERSION, readOpening, type Terms } from './handshake';
import {
  deriveOpeningKeys,
  deriveSessionKeys,
  hashAnswer,
  hashAnswerTerms,
  hashOpening,
  hashTerms,
  type OpeningKeys,
  type SessionKeys,
} from './key-schedule';
import { CHANNEL_LIMITS } from './limits';
import type { HandshakeProblem } from './outcomes';
import type { ChannelPorts } from './ports';
import type { Ratchet } from './ratchet';
import { oneTimeOctets } from './renew-prekeys';
import type { Session } from './session';
import { checkStatement, isSameDevice, type Statement } from './statement';

type Prekeys = { readonly generation: Generation; readonly oneTime: OneTimeSecret | undefined };

/** An opening that is proven; its first message is still to be opened. */
export type Accepted = {
  readonly kind: 'accepted';
  readonly terms: Terms;
  readonly peer: Statement;
  readonly prekeys: Prekeys;
  readonly transcript: Uint8Array;
  readonly keys: OpeningKeys;
};
export type Refusal = { readonly kind: 'refused'; readonly reason: HandshakeProblem };
export const refuse = (reason: HandshakeProblem): Refusal => ({ kind: 'refused', reason });

/** The secrets that the opening names, unless they are gone or it was seen before. */
function findPrekeys(own: Device, terms: Terms, tag: SessionTag): Prekeys | Refusal {
  const generation = own.generations.find(({ id }) => id === terms.prekeys);
  const oneTime = own.oneTime.find(({ id }) => id === terms.oneTime);
  if (generation === undefined) return refuse('prekey-gone');
  if (terms.oneTime !== undefined) return oneTime ? { generation, oneTime } : refuse('prekey-gone');
  if (generation.opened.includes(tag)) return refuse('prekey-gone');
  if (generation.opened.length >= CHANNEL_LIMITS.openings) return refuse('exhausted');
  return { generation, oneTime: undefined };
}

/** PQXDH, 3.4. */
function agreeAsResponder(own: Device, peer: Statement, terms: Terms, { generation, oneTime }: Prekeys) {
  const dh1 = agree(generation.agreement, peer.agreement);
  const dh2 = agree(own.agreement, terms.ephemeral);
  const dh3 = agree(generation.agreement, terms.ephemeral);
  const dh4 = oneTime && agree(oneTime.agreement, terms.ephemeral);
  if (!dh1 || !dh2 || !dh3 || (oneTime && !dh4)) return undefined;
  return { dh1, dh2, dh3, dh4, kem: decapsulate((oneTime ?? generation).kemSeed, terms.kem) };
}

/**
 * Checks an opening, in the order of docs/protocol.md: version, device, statement, prekeys, points, half. Changes
 * nothing; what is used up is named in `prekeys`.
 */
export async function acceptOpening(
  own: Device,
  channel: Channel,
  octets: Uint8Array,
  tag: SessionTag,
  ports: ChannelPorts,
): Promise<Accepted | Refusal> {
  const read = readOpening(octets);
  if (read === undefined || read.terms.version !== HANDSHAKE_VERSION) return refuse('malformed');
  const { opening, terms } = read;
  if (terms.responder !== statementOf(own).device) return refuse('not-for-me');
  const checked = await checkStatement(terms.initiator, channel.peer, ports.now(), ports.certificate);
  if (checked.kind === 'refused') return checked;
  if (!isSameDevice(checked.statement, channel.peer)) return refuse('changed');
  if (terms.started > ports.now() + CHANNEL_LIMITS.clockMs) return refuse('not-yet');
  const prekeys = findPrekeys(own, terms, tag);
  if ('kind' in prekeys) return prekeys;
  const { generation, oneTime } = prekeys;
  const agreed = agreeAsResponder(own, checked.statement, terms, prekeys);
  if (agreed === undefined) return refuse('weak-key');
  const termsHash = hashTerms(opening.terms, {
    statement: generation.statement.statement,
    prekeys: generation.body,
    oneTime: oneTime ? oneTimeOctets(oneTime) : new Uint8Array(),
  });
  const half = await openHalf('first', opening.half, termsHash, checked.statement.certificate, ports.certificate);
  if (half === undefined) return refuse('half');
  const transcript = hashOpening(termsHash, opening.half);
  const keys = deriveOpeningKeys(transcript, { ...agreed, half });
  return { kind: 'accepted', terms, peer: checked.statement, prekeys, transcript, keys };
}

const nothing = (): Uint8Array => new Uint8Array(32);

/** The initiator's first chain, which needs nothing of mine. */
export const receivingOf = ({ terms, keys }: Accepted): Ratchet => ({
  secret: nothing(),
  public: nothing(),
  root: undefined,
  sending: { header: nothing(), chain: nothing(), number: 0 },
  previous: 0,
  nextSending: undefined,
  nextReceiving: undefined,
  receiving: { peer: terms.ratchet, header: keys.header, chain: keys.chain, number: 0, skipped: [] },
  past: [],
  sent: 0,
  heard: 0,
  late: 0,
  forgot: false,
});

const withSending = (ratchet: Ratchet, own: KeyPair, keys: SessionKeys): Ratchet => ({
  ...ratchet,
  ...own,
  root: keys.root,
  sending: { header: keys.header, chain: keys.chain, number: 0 },
  nextSending: keys.nextOfResponder,
  nextReceiving: keys.nextOfInitiator,
});

/** My half, and with it all keys. The answer goes along with every message until the other is seen to have it. */
export async function answerOpening(
  accepted: Accepted,
  received: Ratchet,
  tag: SessionTag,
  twins: readonly SessionTag[],
  ports: ChannelPorts,
): Promise<Session | Refusal> {
  const own = makeAgreementKey(ports.random);
  const dh = agree(own.secret, accepted.terms.ratchet);
  if (dh === undefined) return refuse('weak-key');
  const terms = encode(answerTerms, { ratchet: own.public, twins });
  const termsHash = hashAnswerTerms(accepted.transcript, terms);
  const half = ports.random(32);
  const sealed = await sealHalf('second', half, termsHash, accepted.peer.certificate, ports.certificate);
  const transcript = hashAnswer(termsHash, sealed);
  const keys = deriveSessionKeys(transcript, { waiting: accepted.keys.waiting, dh, half });
  const now = ports.now();
  return {
    tag,
    initiator: false,
    phase: 'answering',
    started: now,
    used: now,
    transcript,
    waiting: undefined,
    handshake: encode(answer, { terms, half: sealed }),
    nonce: undefined,
    commitment: accepted.terms.commitment,
    comparison: undefined,
    order: accepted.terms.started,
    twins: [],
    owes: true,
    ratchet: withSending(received, own, keys),
    seen: [],
  };
}

/** The device without what this opening has used up. */
export function usePrekeys(own: Device, { generation, oneTime }: Prekeys, tag: SessionTag): Device {
  const revision = own.revision + 1;
  if (oneTime) return { ...own, revision, oneTime: own.oneTime.filter(({ id }) => id !== oneTime.id) };
  const used = { ...generation, opened: [...generation.opened, tag] };
  return { ...own, revision, generations: own.generations.map((one) => (one === generation ? used : one)) };
}
