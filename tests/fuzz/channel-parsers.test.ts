import { mkdirSync, writeFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { statusOf, storedChannel } from '../../lib/channel/channel';
import { signWith } from '../../lib/channel/crypto';
import { storedDevice } from '../../lib/channel/device';
import { openHalf } from '../../lib/channel/halves';
import { readAnswer, readOpening } from '../../lib/channel/handshake';
import { openIntroduction } from '../../lib/channel/introduction';
import { readPadded, writePadded } from '../../lib/channel/introduction-format';
import { readPayload } from '../../lib/channel/payload';
import { checkBundle, checkClaimedBundle } from '../../lib/channel/prekeys';
import { addressOf, receive } from '../../lib/channel/receive';
import { readWords, writeWords } from '../../lib/channel/words';
import { AppError } from '../../lib/core/errors';
import type { MessageId } from '../../lib/core/wire/ids';
import { introduction } from '../support/channel/introductions';
import { pack, unpack } from '../support/channel/repack-introduction';
import { createTalk, createWorld, octets } from '../support/channel/world';
import { createMutator } from '../support/openpgp/mutate';

/** Mutated inputs in all; 100,000 with FUZZ_ROUNDS=100000. */
const ROUNDS = Number(process.env.FUZZ_ROUNDS ?? 6_000);
const SEED = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
const SLOW_MS = 5_000;

type Target = { readonly name: string; readonly seeds: readonly Uint8Array[]; run(input: Uint8Array): unknown };
let targets: readonly Target[] = [];

beforeAll(async () => {
  const { anna, bert, certificates } = await createWorld('fuzz');
  const publication = bert.publish(2);
  await anna.start(publication);
  const opening = anna.say('first');
  const fresh = { ...bert.state };
  await bert.hear(opening);
  const waiting = { ...anna.state };
  const answer = bert.say('second');
  const talk = await createTalk('fuzz talk');
  const before = { ...talk.bert.state };
  const message = talk.anna.say('third');
  const [openingRead, answerRead] = [readPayload(opening), readPayload(answer)];
  if (typeof openingRead === 'string' || typeof answerRead === 'string') throw new Error('two payloads were expected');
  const openingOctets = openingRead.route.form === 'opening' ? openingRead.route.opening : new Uint8Array();
  const answerOctets = answerRead.route.form === 'answer' ? answerRead.route.answer : new Uint8Array();
  const accepted = anna.status().peer;
  const [oneTime] = publication.oneTime;
  const binding = new Uint8Array(32);
  const words = writeWords({ id: 'ab'.repeat(16) as MessageId, kind: 'content', nonce: binding, content: octets('x') });

  // An answer of the state that was given: none of these inputs may be shown as words.
  const mustNotOpen = (state: { channel: Uint8Array; device: Uint8Array }, party: typeof anna, genuine: Uint8Array) => {
    return async (payload: Uint8Array) => {
      const { outcome } = await receive({ ...state, payload }, party.ports);
      if (outcome.kind === 'message') expect(Buffer.from(payload).equals(genuine)).toBe(true);
    };
  };
  const certificate = certificates.octetsOf('anna');
  const introduced = await introduction(anna, bert, publication.bundle, { certificate });
  const inside = writePadded(unpack(bert, introduced));
  // A genuine one opens any number of times; what was changed, never.
  const mustNotMeet = async (payload: Uint8Array) => {
    const opened = await openIntroduction({ device: fresh.device, payload }, bert.ports);
    if (opened.kind === 'introduced') expect(Buffer.from(payload).equals(introduced)).toBe(true);
  };
  // Sealed and signed as it should be, with anything inside.
  const { identity } = storedDevice.read(fresh.device);
  const meetAnything = async (words: Uint8Array) => {
    if (words.length === 0 || words.length > 51_000) return;
    const signed = { introduction: words, signature: new Uint8Array(64) };
    const sign = (signedOctets: Uint8Array) => signWith(identity, signedOctets);
    const payload = pack(signed, publication.bundle, anna.ports.random, sign);
    const opened = await openIntroduction({ device: fresh.device, payload }, bert.ports);
    expect(opened.kind).toBe('refused');
  };
  targets = [
    { name: 'introduction', seeds: [introduced], run: mustNotMeet },
    { name: 'inside of an introduction', seeds: [inside], run: readPadded },
    { name: 'words of an introduction', seeds: [unpack(bert, introduced).introduction], run: meetAnything },
    {
      name: 'bundle of somebody unknown',
      seeds: [publication.bundle],
      run: (bundle) => checkClaimedBundle(bundle, accepted.user, anna.ports.now()),
    },
    { name: 'payload', seeds: [opening, answer, message], run: readPayload },
    { name: 'address', seeds: [opening, answer, message], run: addressOf },
    { name: 'opening', seeds: [openingOctets], run: readOpening },
    { name: 'answer', seeds: [answerOctets], run: readAnswer },
    { name: 'words', seeds: [words], run: readWords },
    {
      name: 'bundle',
      seeds: [publication.bundle],
      run: (bundle) => checkBundle({ bundle, oneTime }, accepted, anna.ports.now(), anna.ports.certificate),
    },
    {
      name: 'one-time prekey',
      seeds: [oneTime ?? publication.bundle],
      run: (once) => checkBundle({ ...publication, oneTime: once }, accepted, anna.ports.now(), anna.ports.certificate),
    },
    {
      name: 'half',
      seeds: [words],
      run: (half) =>
        openHalf('first', half, binding, accepted.certificate, { openFrom: async (content) => content.slice() }),
    },
    { name: 'receive an opening', seeds: [opening], run: mustNotOpen(fresh, bert, opening) },
    { name: 'receive an answer', seeds: [answer], run: mustNotOpen(waiting, anna, answer) },
    { name: 'receive a message', seeds: [message], run: mustNotOpen(before, talk.bert, message) },
    { name: 'stored channel', seeds: [waiting.channel, before.channel], run: (state) => statusOf(state) },
    { name: 'stored device', seeds: [fresh.device], run: (state) => storedDevice.read(state) },
    {
      name: 'receive with a broken state',
      seeds: [before.channel],
      run: (channel) => receive({ ...before, channel, payload: message }, talk.bert.ports),
    },
  ];
});

function keep(name: string, input: Uint8Array): string {
  mkdirSync('tests/fuzz/found', { recursive: true });
  const path = `tests/fuzz/found/${name.replaceAll(' ', '-')}-${SEED}.bin`;
  writeFileSync(path, input);
  return path;
}

it(`${ROUNDS} mutated inputs end in an outcome or a code, none hangs, none is read (seed ${SEED})`, async () => {
  const mutate = createMutator(SEED);
  for (let round = 0; round < ROUNDS; round += 1) {
    const target = targets[round % targets.length] as Target;
    const seed = target.seeds[Math.floor(round / targets.length) % target.seeds.length] as Uint8Array;
    const input = mutate(seed);
    const begun = performance.now();
    try {
      await target.run(input);
    } catch (error) {
      const coded = error instanceof AppError && (error.code === 'channel/damaged' || error.code === 'wire/malformed');
      if (!coded) expect.fail(`${target.name}, round ${round}: ${String(error)} for ${keep(target.name, input)}`);
    }
    if (performance.now() - begun > SLOW_MS) expect.fail(`${target.name}: too slow for ${keep(target.name, input)}`);
  }
});

it(`a stored channel that is read is written as the same octets (seed ${SEED})`, () => {
  const mutate = createMutator(SEED + 1);
  const seeds = targets.find(({ name }) => name === 'stored channel')?.seeds ?? [];
  let read = 0;
  for (let round = 0; round < ROUNDS / 10; round += 1) {
    const input = mutate(seeds[round % seeds.length] as Uint8Array);
    try {
      const value = storedChannel.read(input);
      read += 1;
      expect(Buffer.from(storedChannel.write(value)).equals(input)).toBe(true);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
  }
  expect(read).toBeGreaterThan(0);
});
