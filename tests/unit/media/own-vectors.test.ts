import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ratchet, runSas, SUITES, sealBox, sealFrame } from '../../support/media/independent';
import { makeVectors, type Vectors } from '../../support/media/vectors';

const FILE = 'tests/fixtures/media/vectors.json';
const NOTE =
  "Made by lib/media with the generator of tests/support/channel/random.ts in the place of the system's " +
  '(MEDIA_VECTORS=write npx vitest run --project unit tests/unit/media/own-vectors.test.ts). All octets are hex. ' +
  'Checked by tests/support/media/independent.ts, which is written from docs/media.md alone.';

const text = (vectors: Vectors): string => `${JSON.stringify({ note: NOTE, ...vectors }, null, 2)}\n`;
if (process.env.MEDIA_VECTORS === 'write') writeFileSync(FILE, text(makeVectors()));

const published = JSON.parse(readFileSync(FILE, 'utf8')) as Vectors;
const octets = (hex: string): Buffer => Buffer.from(hex, 'hex');

describe('the values of docs/media.md', () => {
  it('are what lib/media gives', () => {
    expect(text(makeVectors())).toBe(readFileSync(FILE, 'utf8'));
  });

  it.each(published.calls)('are sealed alike by the independent implementation: suite $suite', (call) => {
    const suite = SUITES[call.suite];
    if (suite === undefined) throw new Error('no suite');
    const counters = new Map<string, number>();
    for (const frame of call.frames) {
      const key = [frame.generation, frame.step, frame.stream].join();
      const counter = counters.get(key) ?? 0;
      counters.set(key, counter + 1);
      const out = sealFrame(suite, octets(call.call), octets(frame.base), { ...frame, counter });
      expect(out.toString('hex')).toBe(frame.octets);
    }
    const base = (generation: number, step: number): string =>
      call.frames.find((one) => one.generation === generation && one.step === step)?.base ?? '';
    expect(ratchet(suite, octets(base(0, 0))).toString('hex')).toBe(base(0, 1));
    expect(base(1, 0)).toHaveLength(64);
    expect(call.announcement.endsWith(base(1, 0))).toBe(true);
    const box = octets(call.box);
    expect(sealBox(octets(call.boxKey), box.subarray(0, 12), octets(call.announcement))).toEqual(box);
  });

  it('lead the independent implementation to the same messages, words and keys', () => {
    const { input, messages, sas, retained, boxI, boxR } = published.words;
    const { sas: words, ...out } = runSas(input);
    const expected = { ...messages, sas, retained, boxI, boxR };
    const got = Object.fromEntries(
      Object.entries({ ...out, sas: words }).map(([name, one]) => [name, one.toString('hex')]),
    );
    expect(got).toEqual(expected);
  });
});
