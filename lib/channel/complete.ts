import type { Fingerprint } from '../core/brand';
import { type Refusal, refuse } from './accept';
import { turnSending } from './chains';
import { comparisonOf } from './comparison';
import { agree } from './crypto';
import { openHalf } from './halves';
import { readAnswer } from './handshake';
import { deriveSessionKeys, hashAnswer, hashAnswerTerms } from './key-schedule';
import type { ChannelPorts } from './ports';
import type { Session } from './session';

/** The other half is here: the session with all its keys. Changes nothing until its first message has opened. */
export async function completeSession(
  waiting: Session,
  octets: Uint8Array,
  peer: Fingerprint,
  ports: ChannelPorts,
): Promise<Session | Refusal> {
  const read = readAnswer(octets);
  const { nonce, ratchet } = waiting;
  if (read === undefined || waiting.waiting === undefined || nonce === undefined) return refuse('malformed');
  const { answer, terms } = read;
  const dh = agree(ratchet.secret, terms.ratchet);
  if (dh === undefined) return refuse('weak-key');
  const termsHash = hashAnswerTerms(waiting.transcript, answer.terms);
  const half = await openHalf('second', answer.half, termsHash, peer, ports.certificate);
  if (half === undefined) return refuse('half');
  const transcript = hashAnswer(termsHash, answer.half);
  const keys = deriveSessionKeys(transcript, { waiting: waiting.waiting.slice(), dh, half });
  const turned = turnSending(ratchet, keys.root, terms.ratchet, keys.nextOfInitiator, ports.random);
  if (turned === undefined) return refuse('weak-key');
  const receiving = { peer: terms.ratchet, header: keys.header, chain: keys.chain, number: 0, skipped: [] };
  return {
    ...waiting,
    phase: 'open',
    transcript,
    waiting: undefined,
    handshake: new Uint8Array(),
    comparison: comparisonOf(transcript, nonce),
    twins: terms.twins,
    owes: true,
    ratchet: { ...turned, receiving, nextReceiving: keys.nextOfResponder },
  };
}
