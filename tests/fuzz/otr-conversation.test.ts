import { expect, it } from 'vitest';
import { decode, encode } from '../../lib/core/wire/encode';
import { fromArmor, toArmor } from '../../lib/otr/armor';
import type { Record } from '../../lib/otr/content';
import { publicKey } from '../../lib/otr/public-key';
import { createSmp } from '../../lib/otr/smp';
import { readFirst } from '../../lib/otr/smp-messages';
import { createMutator } from '../support/openpgp/mutate';
import { exchange, makePair, makePerson, type Person, textsOf } from '../support/otr/people';
import { createTestPorts } from '../support/otr/ports';
import { readData } from '../support/otr/transcript';

/** Mutated inputs in all for a living conversation: each costs some milliseconds of arithmetic. */
const ROUNDS = Math.ceil(Number(process.env.FUZZ_ROUNDS ?? 3_000) / 3);
const SEED = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));

const shownSealed = (person: Person): readonly string[] =>
  person.all('show').flatMap(({ text, sealed }) => (sealed ? [text] : []));

it(`[req 8] no mutated message is shown as sealed, and the conversation goes on after ${ROUNDS} of them (seed ${SEED})`, async () => {
  const mutate = createMutator(SEED);
  const [alice, bob] = await makePair();
  for (let round = 0; round < ROUNDS; round++) {
    const [text = ''] = textsOf(await alice.send(`genuine ${round}`));
    const octets = fromArmor(text);
    const mutated = mutate(octets);
    // What is revealed is not authenticated, and the conversation does not use it.
    const { message } = readData(text);
    const end = octets.length - message.revealed.length - 4;
    const isSame = Buffer.from(mutated.subarray(0, end)).equals(Buffer.from(octets.subarray(0, end)));
    const before = shownSealed(bob).length;
    await bob.receive(toArmor(mutated));
    if (!isSame) expect(shownSealed(bob).length, `round ${round}`).toBe(before);
    if (round % 50 === 0) await exchange(bob, alice, await bob.send('turn'));
  }
  await exchange(alice, bob, await alice.send('after'));
  expect(bob.shown().at(-1)).toBe('after');
});

it(`no mutated exchange becomes private with another key or another secret (seed ${SEED})`, async () => {
  const mutate = createMutator(SEED + 1);
  const [alice, bob] = [await makePerson(), await makePerson()];
  for (let round = 0; round < ROUNDS / 5; round++) {
    // One of the four messages is mutated; the others are carried as they are.
    const target = round % 4;
    let [to, texts]: [Person, readonly string[]] = [alice, textsOf(await bob.receive('?OTRv3?'))];
    for (let step = 0; step < 4 && texts.length > 0; step++) {
      const [text = ''] = texts;
      const carried = step === target ? toArmor(mutate(fromArmor(text))) : text;
      texts = textsOf(await to.receive(carried)).filter((reply) => reply.startsWith('?OTR:'));
      to = to === alice ? bob : alice;
    }
    const [atAlice, atBob] = [alice.view().peer, bob.view().peer];
    if (atAlice !== undefined) expect(atAlice.fingerprint).toBe(bob.key.fingerprint);
    if (atBob !== undefined) expect(atBob.fingerprint).toBe(alice.key.fingerprint);
    if (atAlice !== undefined && atBob !== undefined) expect(atAlice.sessionId).toEqual(atBob.sessionId);
    await alice.end();
    await bob.end();
  }
});

it(`mutated records of a comparison end it or are refused, none throws (seed ${SEED})`, async () => {
  const mutate = createMutator(SEED + 2);
  const { random } = createTestPorts();
  const breathe = async () => undefined;
  const first = (await createSmp(random, breathe).start(5n, 'Which?')).records[0] as Record;
  for (let round = 0; round < ROUNDS; round++) {
    const record = { type: first.type, value: mutate(first.value) };
    try {
      readFirst(record);
    } catch (error) {
      expect(error).toMatchObject({ code: 'wire/malformed' });
    }
    if (round % 20 === 0) {
      const told = (await createSmp(random, breathe).receive(record)).told?.outcome;
      expect(['cheated', 'asked']).toContain(told);
    }
  }
});

it(`mutated keys are sound or refused (seed ${SEED})`, async () => {
  const mutate = createMutator(SEED + 3);
  const { key } = await makePerson();
  const octets = encode(publicKey, key.public);
  for (let round = 0; round < ROUNDS * 3; round++) {
    try {
      decode(publicKey, mutate(octets));
    } catch (error) {
      expect(error).toMatchObject({ code: 'wire/malformed' });
    }
  }
});
