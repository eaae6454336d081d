import { storedChannel } from '../../../lib/channel/channel';
import { derive, digest } from '../../../lib/channel/crypto';
import { storedDevice } from '../../../lib/channel/device';
import { readOpening } from '../../../lib/channel/handshake';
import { hashOpening, hashTerms } from '../../../lib/channel/key-schedule';
import { LABELS, labelled } from '../../../lib/channel/labels';
import { readPayload } from '../../../lib/channel/payload';
import { oneTimeOctets } from '../../../lib/channel/renew-prekeys';
import { createWorld, octets, type Party } from './world';

const hex = (value: Uint8Array | undefined): string => Buffer.from(value ?? []).toString('hex');

/** What a party draws while `work` runs. */
async function drawsOf(party: Party, work: () => unknown): Promise<string[]> {
  const { random } = party.ports;
  const drawn: string[] = [];
  party.ports.random = (length) => {
    const value = random(length);
    drawn.push(hex(value));
    return value;
  };
  await work();
  party.ports.random = random;
  return drawn;
}

function basics() {
  const parts = [octets('one'), new Uint8Array(), new Uint8Array(100).fill(7)];
  const label = LABELS.opening;
  const [salt, secret] = [octets('salt'), octets('secret')];
  return {
    label,
    parts: parts.map(hex),
    L: hex(labelled(label, ...parts)),
    H: hex(digest(label, ...parts)),
    kdf: {
      salt: hex(salt),
      secret: hex(secret),
      label: LABELS.ratchet,
      keys: derive(salt, secret, LABELS.ratchet, 3).map(hex),
    },
  };
}

/** One conversation, with everything that was drawn for it and everything that came of it. */
export async function makeVectors() {
  const { anna, bert } = await createWorld('vectors');
  const publication = bert.publish(1);
  const deviceA = storedDevice.read(anna.state.device);
  const deviceB = storedDevice.read(bert.state.device);
  const [generation, once] = [deviceB.generations[0], deviceB.oneTime[0]];
  if (!generation || !once) throw new Error('prekeys were expected');
  const oneTime = oneTimeOctets(once);
  const secretsOfB = {
    prekey: hex(generation.agreement),
    oneTime: hex(once.agreement),
    oneTimeKemSeed: hex(once.kemSeed),
  };

  const [ephemeral, ratchetA, nonce, , half1] = await drawsOf(anna, () => anna.start(publication));
  const waiting = storedChannel.read(anna.state.channel).sessions[0];
  const payloads: Array<{ from: 'A' | 'B'; words: string; octets: string }> = [];
  const say = (from: 'A' | 'B', words: string): Uint8Array => {
    const payload = (from === 'A' ? anna : bert).say(words);
    payloads.push({ from, words, octets: hex(payload) });
    return payload;
  };
  const first = say('A', 'first, with the opening');
  const [ratchetB, half2] = await drawsOf(bert, () => bert.hear(first));
  const [secondRatchetA] = await drawsOf(anna, () => anna.hear(say('B', 'second, with the answer')));
  await bert.hear(say('A', 'third, with the nonce'));
  await anna.hear(say('B', 'fourth, in a chain that was turned to'));

  const read = readPayload(first);
  const opening = typeof read === 'object' && read.route.form === 'opening' ? read.route.opening : new Uint8Array();
  const inner = readOpening(opening)?.opening;
  if (!inner || !waiting) throw new Error('an opening was expected');
  const responder = { statement: generation.statement.statement, prekeys: generation.body, oneTime };
  const termsHash = hashTerms(inner.terms, responder);
  return {
    basics: basics(),
    publication: { bundle: hex(publication.bundle), oneTime: hex(publication.oneTime[0]) },
    responder: { statement: hex(responder.statement), prekeys: hex(responder.prekeys), oneTime: hex(oneTime) },
    secrets: {
      agreementA: hex(deviceA.agreement),
      ephemeral,
      ratchetA,
      nonce,
      half1,
      agreementB: hex(deviceB.agreement),
      ...secretsOfB,
      ratchetB,
      half2,
      secondRatchetA,
    },
    opening: {
      octets: hex(opening),
      termsHash: hex(termsHash),
      openingHash: hex(hashOpening(termsHash, inner.half)),
      tag: waiting.tag,
      chainA: hex(waiting.ratchet.sending.chain),
      headerA: hex(waiting.ratchet.sending.header),
      waiting: hex(waiting.waiting),
    },
    session: {
      answerHash: hex(storedChannel.read(anna.state.channel).sessions[0]?.transcript),
      comparison: hex(anna.status().comparison),
    },
    payloads,
  };
}

export type Vectors = Awaited<ReturnType<typeof makeVectors>>;
