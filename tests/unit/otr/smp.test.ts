import { beforeEach, describe, expect, it } from 'vitest';
import { decode, encode } from '../../../lib/core/wire/encode';
import { RECORD, type Record } from '../../../lib/otr/content';
import { GENERATOR, MODULUS } from '../../../lib/otr/group';
import { power } from '../../../lib/otr/numbers';
import { createSmp, type Smp, type SmpStep } from '../../../lib/otr/smp';
import { smp1, smp2, smp3, smp4 } from '../../../lib/otr/smp-messages';
import { smpHash } from '../../../lib/otr/smp-proofs';
import { createTestPorts } from '../../support/otr/ports';

const SECRET = 123_456_789n;
const CODECS = { [RECORD.smp1]: smp1, [RECORD.smp2]: smp2, [RECORD.smp3]: smp3, [RECORD.smp4]: smp4 } as const;
const LENGTHS = { [RECORD.smp1]: 6, [RECORD.smp2]: 11, [RECORD.smp3]: 8, [RECORD.smp4]: 3 } as const;
type Numbered = keyof typeof CODECS;

/** The record with one of its numbers replaced. */
function replaced({ type, value }: Record, at: number, by: (old: bigint) => bigint): Record {
  const codec = CODECS[type as Numbered] as typeof smp1;
  const numbers = [...decode(codec, value)];
  numbers[at] = by(numbers[at] ?? 0n);
  return { type, value: encode(codec, numbers as unknown as Parameters<typeof codec.write>[1]) };
}

const only = ({ records }: SmpStep): Record => {
  const [record] = records;
  if (record === undefined || records.length !== 1) throw new Error(`${records.length} records`);
  return record;
};
const CHEATED = { records: [{ type: RECORD.smpAbort, value: new Uint8Array() }], told: { outcome: 'cheated' } };

describe('the comparison of a secret', () => {
  const ports = createTestPorts();
  const make = (): Smp => createSmp(ports.random, async () => undefined);
  let [alice, bob] = [make(), make()];
  beforeEach(() => {
    [alice, bob] = [make(), make()];
  });

  /** Runs up to the record of this type, and answers it with who is to receive it. */
  const upTo = async (type: Numbered, answer = SECRET): Promise<readonly [Record, Smp]> => {
    const first = only(await alice.start(SECRET));
    if (type === RECORD.smp1) return [first, bob];
    await bob.receive(first);
    const second = only(await bob.answer(answer));
    if (type === RECORD.smp2) return [second, alice];
    const third = only(await alice.receive(second));
    if (type === RECORD.smp3) return [third, bob];
    return [only(await bob.receive(third)), alice];
  };

  const PLACES = (Object.keys(LENGTHS).map(Number) as Numbered[]).flatMap((type) =>
    Array.from({ length: LENGTHS[type] }, (_, at) => [type, at] as const),
  );
  it.each(PLACES)('finds out about a changed number: record %i, number %i', async (type, at) => {
    const [record, receiver] = await upTo(type);
    expect(await receiver.receive(replaced(record, at, (old) => old ^ 1n))).toEqual(CHEATED);
  });

  it('takes no number for which every secret is the same', async () => {
    for (const forced of [0n, 1n, MODULUS - 1n, MODULUS]) {
      for (const at of [0, 3]) {
        [alice, bob] = [make(), make()];
        const [record, receiver] = await upTo(RECORD.smp1);
        expect(await receiver.receive(replaced(record, at, () => forced))).toEqual(CHEATED);
      }
    }
  });

  it.each([0, 3])('takes no 1, not even with the right proof that its exponent is 0: number %i', async (at) => {
    const [record, receiver] = await upTo(RECORD.smp1);
    const r = 12_345n;
    const c = smpHash(at === 0 ? 1 : 2, power(GENERATOR, r, MODULUS, 16));
    const forged = [1n, c, r].reduce((made, value, index) => replaced(made, at + index, () => value), record);
    expect(await receiver.receive(forged)).toEqual(CHEATED);
  });

  it('takes no exponent beyond the order of the group', async () => {
    const [record, receiver] = await upTo(RECORD.smp1);
    expect(await receiver.receive(replaced(record, 2, (old) => old + (MODULUS - 1n) / 2n))).toEqual(CHEATED);
  });

  it.each([
    [SECRET, 'same'],
    [SECRET + 1n, 'different'],
  ] as const)('of %s is told to both', async (answer, outcome) => {
    const [third] = await upTo(RECORD.smp3, answer);
    const atBob = await bob.receive(third);
    expect(atBob.told).toEqual({ outcome });
    expect(await alice.receive(only(atBob))).toEqual({ records: [], told: { outcome } });
    expect([alice.isUnderWay(), bob.isUnderWay()]).toEqual([false, false]);
  });

  it('ends where both begin at once, for both', async () => {
    const [fromAlice, fromBob] = [only(await alice.start(SECRET)), only(await bob.start(SECRET))];
    expect(await alice.receive(fromBob)).toEqual({ ...CHEATED, told: { outcome: 'aborted' } });
    expect(await bob.receive(fromAlice)).toEqual({ ...CHEATED, told: { outcome: 'aborted' } });
  });

  it('ends at a record out of turn, and says so to who was in the middle of it', async () => {
    const [second] = await upTo(RECORD.smp2);
    expect(await bob.receive(second)).toEqual({ ...CHEATED, told: { outcome: 'aborted' } });
    const fresh = make();
    for (const type of [RECORD.smp2, RECORD.smp3, RECORD.smp4]) {
      expect(await fresh.receive({ type, value: second.value })).toEqual({ records: CHEATED.records });
    }
  });

  it('ends at a record that cannot be read, with a code', async () => {
    for (const value of [new Uint8Array(), new Uint8Array(4), new Uint8Array(200).fill(255)]) {
      expect(await bob.receive({ type: RECORD.smp1, value })).toEqual({ ...CHEATED, refused: 'wire/malformed' });
      expect(await bob.receive({ type: RECORD.smp1WithQuestion, value })).toMatchObject({ refused: 'wire/malformed' });
    }
  });

  it('asks the newest of two questions', async () => {
    const [one, two] = [only(await alice.start(SECRET, 'one?')), only(await make().start(SECRET, 'two?'))];
    expect((await bob.receive(one)).told).toEqual({ outcome: 'asked', question: 'one?' });
    expect((await bob.receive(two)).told).toEqual({ outcome: 'asked', question: 'two?' });
  });

  it('refuses an answer to nothing, and a question that holds a NUL or is too long', async () => {
    expect(await bob.answer(SECRET)).toEqual({ records: [], refused: 'otr/nothing-asked' });
    await expect(alice.start(SECRET, 'a\0b')).rejects.toMatchObject({ code: 'otr/unsendable' });
    await expect(alice.start(SECRET, 'x'.repeat(40_000))).rejects.toMatchObject({ code: 'otr/unsendable' });
  });

  it('overwrites all randomness that it drew', async () => {
    await upTo(RECORD.smp4);
    expect(ports.drawn.length).toBeGreaterThan(20);
    expect(ports.drawn.every((array) => array.every((octet) => octet === 0))).toBe(true);
  });
});
