import { storedChannel } from '../../../lib/channel/channel';
import { derive, digest } from '../../../lib/channel/crypto';
import { storedDevice } from '../../../lib/channel/device';
import { readOpening } from '../../../lib/channel/handshake';
import { hashOpening, hashTerms } from '../../../lib/channel/key-schedule';
import { LABELS, labelled } from '../../../lib/channel/labels';
import { readPayload } from '../../../lib/channel/payload';
import { oneTimeOctets } from '../../../lib/channel/renew-prekeys';
import { type Content, writeContent } from '../../../lib/chat/content';
import { sealSignal } from '../../../lib/chat/signals';
import type { AttachmentId, MessageId } from '../../../lib/core/wire/ids';
import { introduction } from './introductions';
import { createRandom } from './random';
import { unpack } from './repack-introduction';
import { createWorld, DAY, octets, type Party, START } from './world';

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

/** Kinds of content (docs/protocol.md, 9) and signals (10), with what they say. */
function contents() {
  const validity = { from: 'reading', ms: 60_000 } as const;
  const key = new Uint8Array(32).fill(9);
  const all: Content[] = [
    { kind: 'hello', signalKey: key, typing: true, noTrace: false },
    { kind: 'text', at: START, validity, text: 'Grüße' },
    {
      kind: 'file',
      at: START,
      validity: undefined,
      attachment: '0a'.repeat(16) as AttachmentId,
      key,
      octets: 70_000,
      sealedOctets: 70_076,
      expires: START + DAY,
      name: 'hügel.jpg',
      mediaType: 'image/jpeg',
    },
    { kind: 'receipt', opened: ['0b'.repeat(16) as MessageId], read: ['0c'.repeat(16) as MessageId] },
    { kind: 'call', octets: octets('about a call') },
    { kind: 'withdrawn', indices: [3, 70_000] },
  ];
  const random = createRandom('signals');
  const signals = [
    sealSignal(key, 1, { kind: 'typing', on: true }, random),
    sealSignal(key, 2, { kind: 'no-trace', octets: octets('no trace') }, random),
  ];
  return { contents: all.map((one) => hex(writeContent(one))), signals: { key: hex(key), octets: signals.map(hex) } };
}

/** Anna introduces herself to Bert, who has one generation of prekeys. */
async function introductionVector() {
  const { anna, bert, certificates } = await createWorld('introduction vectors');
  const { bundle } = bert.publish(0);
  const own = storedDevice.read(bert.state.device);
  const [generation] = own.generations;
  if (!generation) throw new Error('prekeys were expected');
  let payload = new Uint8Array();
  const content = { certificate: certificates.octetsOf('anna'), accepts: certificates.fingerprintOf('bert') };
  const [ephemeral, kemEntropy, nonce, id] = await drawsOf(anna, async () => {
    payload = (await introduction(anna, bert, bundle, content)) as typeof payload;
  });
  const { introduction: words, signature } = unpack(bert, payload);
  return {
    bundle: hex(bundle),
    statement: hex(generation.statement.statement),
    prekeys: hex(generation.body),
    secrets: { agreement: hex(own.agreement), prekey: hex(generation.agreement), kemSeed: hex(generation.kemSeed) },
    drawn: { ephemeral, kemEntropy, nonce, id },
    certificate: hex(content.certificate),
    introduction: hex(words),
    signature: hex(signature),
    payload: hex(payload),
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
    introduction: await introductionVector(),
    ...contents(),
  };
}

export type Vectors = Awaited<ReturnType<typeof makeVectors>>;
