import { encode } from '../core/wire/encode';
import { type Channel, nextChannel, storedChannel } from './channel';
import { commitTo } from './comparison';
import { agree, encapsulate, type KeyPair, makeAgreementKey, wipe } from './crypto';
import { type Device, statementOf, storedDevice } from './device';
import { sealHalf } from './halves';
import { encodeTerms, HANDSHAKE_VERSION, opening, tagOf } from './handshake';
import { deriveOpeningKeys, hashOpening, hashTerms, type OpeningKeys } from './key-schedule';
import { CHANNEL_LIMITS } from './limits';
import type { HandshakeProblem } from './outcomes';
import type { ChannelPorts } from './ports';
import { type BundleProblem, type CheckedBundle, checkBundle } from './prekeys';
import type { Session } from './session';
import { isSameDevice } from './statement';

export type Started =
  | { readonly kind: 'started'; readonly channel: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'refused'; readonly reason: BundleProblem | HandshakeProblem };

/** The Diffie-Hellman results of PQXDH, 3.3; `undefined` where one of them is zero. */
function agreeAsInitiator(own: Device, ephemeral: KeyPair, to: CheckedBundle) {
  const dh1 = agree(own.agreement, to.prekeys.agreement);
  const dh2 = agree(ephemeral.secret, to.statement.agreement);
  const dh3 = agree(ephemeral.secret, to.prekeys.agreement);
  const dh4 = to.oneTime && agree(ephemeral.secret, to.oneTime.agreement);
  if (!dh1 || !dh2 || !dh3 || (to.oneTime && !dh4)) return undefined;
  return { dh1, dh2, dh3, dh4 };
}

/** Opens a session: from here on, messages can be sealed, under PQXDH and the first half of the key. */
async function makeSession(
  own: Device,
  to: CheckedBundle,
  known: readonly Session[],
  ports: ChannelPorts,
): Promise<Session | HandshakeProblem> {
  const ephemeral = makeAgreementKey(ports.random);
  const ratchetKey = makeAgreementKey(ports.random);
  const nonce = ports.random(32);
  const agreed = agreeAsInitiator(own, ephemeral, to);
  wipe(ephemeral.secret);
  const kem = encapsulate(to.oneTime?.kem ?? to.prekeys.kem, ports.random);
  if (agreed === undefined || kem === undefined) return 'weak-key';
  const now = ports.now();
  const order = Math.max(now, ...known.map((one) => one.order + 1));
  const terms = encodeTerms({
    version: HANDSHAKE_VERSION,
    initiator: own.statement,
    responder: to.statement.device,
    prekeys: to.prekeys.id,
    oneTime: to.oneTime?.id,
    ephemeral: ephemeral.public,
    ratchet: ratchetKey.public,
    kem: kem.sealed,
    commitment: commitTo(nonce),
    started: order,
  });
  const responder = { statement: to.statementOctets, prekeys: to.prekeysOctets, oneTime: to.oneTimeOctets };
  const termsHash = hashTerms(terms, responder);
  const half = ports.random(32);
  const sealed = await sealHalf('first', half, termsHash, to.statement.certificate, ports.certificate);
  const transcript = hashOpening(termsHash, sealed);
  const keys = deriveOpeningKeys(transcript, { ...agreed, kem: kem.secret, half });
  return waitingSession({
    handshake: encode(opening, { terms, half: sealed }),
    keys,
    nonce,
    ratchetKey,
    now,
    order,
    transcript,
  });
}

function waitingSession(made: {
  readonly handshake: Uint8Array;
  readonly keys: OpeningKeys;
  readonly nonce: Uint8Array;
  readonly ratchetKey: KeyPair;
  readonly now: number;
  readonly order: number;
  readonly transcript: Uint8Array;
}): Session {
  const { handshake, keys, nonce, ratchetKey, now, order, transcript } = made;
  return {
    tag: tagOf(handshake),
    initiator: true,
    phase: 'waiting',
    started: now,
    used: now,
    transcript,
    waiting: keys.waiting,
    handshake,
    nonce,
    commitment: undefined,
    comparison: undefined,
    order,
    twins: [],
    owes: true,
    ratchet: {
      ...ratchetKey,
      root: undefined,
      sending: { header: keys.header, chain: keys.chain, number: 0 },
      previous: 0,
      nextSending: undefined,
      nextReceiving: undefined,
      receiving: undefined,
      past: [],
      sent: 0,
      heard: 0,
      late: 0,
      forgot: false,
    },
    seen: [],
  };
}

/**
 * Begins a session with the device that the bundle is of. The certificate of the channel's peer was accepted by the
 * person; a bundle of another device, or of changed keys, is refused before anything is encrypted to it.
 * Fails with `channel/damaged`, and with what the certificate port fails with.
 */
export async function startSession(
  input: {
    readonly channel: Uint8Array;
    readonly device: Uint8Array;
    readonly bundle: Uint8Array;
    readonly oneTime: Uint8Array | undefined;
  },
  ports: ChannelPorts,
): Promise<Started> {
  const channel: Channel = storedChannel.read(input.channel);
  const own = storedDevice.read(input.device);
  const now = ports.now();
  if (now > statementOf(own).validUntil) return { kind: 'refused', reason: 'own-expired' };
  const checked = await checkBundle(input, channel.peer, now, ports.certificate);
  if (checked.kind === 'refused') return checked;
  if (!isSameDevice(checked.statement, channel.peer)) return { kind: 'refused', reason: 'changed' };
  const session = await makeSession(own, checked, channel.sessions, ports);
  if (typeof session === 'string') return { kind: 'refused', reason: session };
  const peer = checked.statement;
  const sessions = [session, ...channel.sessions].slice(0, CHANNEL_LIMITS.sessions + 1);
  return { kind: 'started', channel: storedChannel.write(nextChannel({ ...channel, peer }, sessions, now)) };
}
