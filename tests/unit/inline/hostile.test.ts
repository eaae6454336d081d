import { mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findInline } from '../../../lib/inline/find-inline';
import { createJoiner } from '../../../lib/inline/joiner';
import { toInline } from '../../../lib/inline/to-inline';
import { median } from '../../support/numbers';
import { createMutator } from '../../support/openpgp/mutate';
import { threadClock } from '../../support/thread-clock';
import { sealedOctets } from './carried';

const ROUNDS = Number(process.env.FUZZ_ROUNDS ?? 20_000);
/** Any failing run is repeated with its FUZZ_SEED. */
const SEED = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
const MEGABYTE = 1024 * 1024;

const fill = (piece: string): string => piece.repeat(Math.ceil(MEGABYTE / piece.length)).slice(0, MEGABYTE);
const [long = ''] = toInline(sealedOctets(65_536), 100_000);
const [short = ''] = toInline(sealedOctets(1), 100);

const HOSTILE: ReadonlyArray<readonly [name: string, text: string]> = [
  ['marks', fill('Sotto ')],
  ['marks without space', fill('Sotto')],
  ['first letters of marks', fill('Sott')],
  ['marks torn by invisible characters', fill(`S${'\u200b'.repeat(500)}`)],
  ['one mark and white space', `Sotto${fill(' ')}`],
  ['one mark and letters', `Sotto 1${fill('k')}`],
  ['heads of great parts that have no end', fill(long.slice(0, 24))],
  ['heads with white space between', fill(`${long.slice(0, 24)}${' '.repeat(300)}`)],
  ['heads of great parts, each with the S of the next', fill(`${long.slice(0, 24)}S`)],
  ['the smallest parts', fill(`${short} `)],
  ['great parts', fill(long)],
  ['great parts that are damaged', fill(`${long.slice(0, -4)}zzzz`)],
  ['white space', fill(' \n')],
];

describe('text that means harm', () => {
  it.each(HOSTILE)('1 MB of %s takes time in proportion', (_name, text) => {
    const time = (some: string): number => {
      const spent = threadClock();
      findInline(some);
      return spent();
    };
    time(text);
    const half = median([1, 2, 3, 4, 5].map(() => time(text.slice(0, text.length / 2))));
    const whole = Math.min(...[1, 2, 3, 4, 5].map(() => time(text)));
    console.info(`${_name}: ${whole.toFixed(1)} ms`);
    // 45 to 275 ms were measured at load 4; twice the text is never four times the work.
    expect(whole).toBeLessThan(1_000);
    expect(whole).toBeLessThan(half * 3.5 + 20);
  });

  it('changed in any way, never makes anything throw, and never comes out as something else', () => {
    const octets = sealedOctets(400);
    const texts = toInline(octets, 280).map((text) => new TextEncoder().encode(text));
    const mutate = createMutator(SEED);
    const joiner = createJoiner({ now: () => 0 });
    for (let round = 0; round < ROUNDS; round++) {
      const input = mutate(texts[round % texts.length] ?? new Uint8Array());
      try {
        for (const found of findInline(new TextDecoder('latin1').decode(input))) {
          if (found.kind !== 'part') continue;
          const joined = joiner.add(found.part);
          if (joined.state === 'whole') expect(joined.octets).toEqual(octets);
        }
      } catch (error) {
        mkdirSync('tests/fuzz/found', { recursive: true });
        writeFileSync(`tests/fuzz/found/inline-${SEED}.bin`, input);
        throw error;
      }
    }
  });
});
