import { mkdirSync, writeFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { fromArmor, toArmor } from '../../lib/otr/armor';
import { decodeContent } from '../../lib/otr/content';
import { createAssembly, toFragments } from '../../lib/otr/fragments';
import { readIncoming } from '../../lib/otr/incoming';
import { takeTag, withTag } from '../../lib/otr/offers';
import { createMutator } from '../support/openpgp/mutate';
import { exchange, makePair, textsOf } from '../support/otr/people';

/** Mutated inputs for each parser; `FUZZ_ROUNDS=100000` for the requirement's number. */
const ROUNDS = Number(process.env.FUZZ_ROUNDS ?? 20_000);
/** Any failing run is repeated with its FUZZ_SEED. */
const SEED = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));

const toOctets = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0) & 0xff);
const toText = (octets: Uint8Array): string => Array.from(octets, (octet) => String.fromCharCode(octet)).join('');

let texts: readonly string[] = [];
let binaries: readonly Uint8Array[] = [];

beforeAll(async () => {
  const [alice, bob] = await makePair();
  await exchange(alice, bob, await alice.send('hello'));
  await exchange(bob, alice, await bob.send('hello'));
  const encoded = [...alice.events, ...bob.events].flatMap((event) => textsOf([event]));
  const armored = encoded.filter((text) => text.startsWith('?OTR:'));
  binaries = armored.map(fromArmor);
  const [longest = ''] = armored.toSorted((one, other) => other.length - one.length);
  texts = [
    ...encoded,
    ...toFragments(longest, 300, 0x100, 0x200),
    withTag('hello'),
    '?OTR?v23?',
    '?OTR Error: it failed',
    '?OTR,1,2,?OTR:AAIDAAAA,',
  ];
});

/** Leaves the input behind, to be made a fixture. */
function keep(name: string, input: Uint8Array): string {
  mkdirSync('tests/fuzz/found', { recursive: true });
  const path = `tests/fuzz/found/otr-${name}-${SEED}.bin`;
  writeFileSync(path, input);
  return path;
}

function fuzz(name: string, seeds: readonly Uint8Array[], run: (input: Uint8Array) => void): void {
  const mutate = createMutator(SEED);
  for (let round = 0; round < ROUNDS; round++) {
    const input = mutate(seeds[round % seeds.length] ?? new Uint8Array());
    try {
      run(input);
    } catch (error) {
      expect.fail(`${name}, round ${round}: ${String(error)} for ${keep(name, input)}`);
    }
  }
}

it(`[req 14] ${ROUNDS} mutated texts are each something, none throws (seed ${SEED})`, () => {
  const kinds = new Set<string>();
  fuzz('text', texts.map(toOctets), (input) => kinds.add(readIncoming(toText(input)).kind));
  expect(kinds).toEqual(new Set(['fragment', 'encoded', 'error', 'query', 'plain', 'refused']));
});

it(`[req 14] ${ROUNDS} mutated messages behind a right armor are read or refused (seed ${SEED})`, () => {
  const kinds = new Set<string>();
  fuzz('message', binaries, (input) => {
    if (input.length > 0) kinds.add(readIncoming(toArmor(input)).kind);
  });
  expect(kinds).toEqual(new Set(['encoded', 'refused']));
});

it(`${ROUNDS} mutated fragments make a whole text or none, and never one beyond the limit (seed ${SEED})`, () => {
  const assembly = createAssembly();
  const pieces = toFragments(texts[1] ?? '', 100, 0x100, 0x200);
  fuzz('fragment', pieces.map(toOctets), (input) => {
    const incoming = readIncoming(toText(input));
    if (incoming.kind === 'fragment') expect((assembly.add(incoming.fragment) ?? '').length).toBeLessThan(600_000);
  });
});

it(`${ROUNDS} mutated contents are words and whole records (seed ${SEED})`, () => {
  const content = Uint8Array.of(104, 105, 0, 0, 0, 0, 2, 1, 1, 0, 7, 0, 4, 65, 0, 0, 0, 0, 1, 0, 0);
  fuzz('content', [content], (input) => {
    const { text, records } = decodeContent(input);
    expect(text).not.toContain('\0');
    expect(records.reduce((sum, { value }) => sum + value.length + 4, 0)).toBeLessThanOrEqual(input.length);
  });
});

it(`${ROUNDS} mutated tags leave no tag and no longer text (seed ${SEED})`, () => {
  fuzz('tag', [toOctets(withTag('hello')), toOctets(withTag(' \t  \t\t'))], (input) => {
    const taken = takeTag(toText(input));
    expect(taken.text.length).toBeLessThanOrEqual(input.length);
  });
});
