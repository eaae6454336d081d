import { describe, expect, it } from 'vitest';
import { type Open, opened } from './opened';
import { ALL, NOW, newGroup, newRecord, newUser, octets, plain } from './values';

const LARGE = 2 ** 30;
const record = (length = 100) => ({ id: newRecord(), at: NOW, payload: octets(length) });

export const archiveContract = (open: Open): void => {
  describe('an archive', () => {
    it('lists records of its own user in order, page by page, until there is no more', async () => {
      const { archive } = (await opened(open)).stores;
      const [anna, bert] = [newUser(), newUser('bert')];
      const put = Array.from({ length: 25 }, () => record());
      for (const one of put) expect(await archive.put(anna, one, LARGE)).toBe('stored');
      await archive.put(bert, record(), LARGE);
      const seen: string[] = [];
      let after = 0;
      for (;;) {
        const { records, more } = await archive.list(anna, after, { count: 10, octets: LARGE });
        seen.push(...records.map(({ id }) => id));
        after = records.at(-1)?.place ?? after;
        expect(records.length).toBe(more ? 10 : 5);
        if (!more) break;
      }
      expect(seen).toEqual(put.map(({ id }) => id));
      const { records, more } = await archive.list(anna, 0, { count: 25, octets: LARGE });
      expect(more).toBe(false);
      expect(records.map(({ place: _, ...rest }) => plain(rest))).toEqual(put);
      expect(await archive.list(newUser(), 0, ALL)).toEqual({ records: [], more: false });
    });

    it('keeps a page within so many octets, but for a record that is larger alone', async () => {
      const { archive } = (await opened(open)).stores;
      const anna = newUser();
      for (let index = 0; index < 5; index++) await archive.put(anna, record(1_000), LARGE);
      const two = await archive.list(anna, 0, { count: 100, octets: 2_500 });
      expect([two.records.length, two.more]).toEqual([2, true]);
      const one = await archive.list(anna, 0, { count: 100, octets: 10 });
      expect([one.records.length, one.more]).toEqual([1, true]);
    });

    it('replaces a record that is put again, in its place, and only for its user', async () => {
      const { archive } = (await opened(open)).stores;
      const [anna, bert] = [newUser(), newUser('bert')];
      const [first, second] = [record(), record()];
      for (const one of [first, second]) await archive.put(anna, one, LARGE);
      const before = (await archive.list(anna, 0, ALL)).records.map(({ place }) => place);
      await archive.put(bert, { ...first, payload: octets(7) }, LARGE);
      const changed = { ...first, at: NOW + 1, payload: octets(333) };
      expect(await archive.put(anna, changed, LARGE)).toBe('stored');
      const { records } = await archive.list(anna, 0, ALL);
      expect(records.map(({ place }) => place)).toEqual(before);
      expect(records.map(({ place: _, ...rest }) => plain(rest))).toEqual([changed, second]);
    });

    it('[req 38] holds so many octets per user, counting a replaced record once, also under many at once', async () => {
      const { archive } = (await opened(open)).stores;
      const [anna, bert] = [newUser(), newUser('bert')];
      const outcomes = await Promise.all(Array.from({ length: 20 }, () => archive.put(anna, record(1_000), 10_500)));
      expect(outcomes.filter((outcome) => outcome === 'stored')).toHaveLength(10);
      const [first] = (await archive.list(anna, 0, ALL)).records;
      if (first === undefined) throw new Error('nothing was stored');
      expect(await archive.put(anna, { ...first, payload: octets(1_400) }, 10_500)).toBe('stored');
      expect(await archive.put(anna, { ...first, payload: octets(1_600) }, 10_500)).toBe('full');
      expect((await archive.list(anna, 0, ALL)).records[0]?.payload).toHaveLength(1_400);
      expect(await archive.put(bert, record(1_000), 10_500)).toBe('stored');
      await archive.remove(anna, [first.id, newRecord()]);
      expect(await archive.put(anna, record(1_400), 10_500)).toBe('stored');
      expect(await archive.put(anna, record(200), 10_500)).toBe('full');
    });

    it('is empty after clear, with all its room, and those of others stay', async () => {
      const { archive } = (await opened(open)).stores;
      const [anna, bert] = [newUser(), newUser('bert')];
      const one = record();
      for (const user of [anna, bert]) await archive.put(user, one, 100);
      await archive.remove(anna, [newRecord()]);
      await archive.clear(anna);
      await archive.clear(newUser());
      expect((await archive.list(anna, 0, ALL)).records).toEqual([]);
      expect((await archive.list(bert, 0, ALL)).records).toHaveLength(1);
      expect(await archive.put(anna, record(), 100)).toBe('stored');
    });

    it('gives a new record a later place than any before, also than removed ones', async () => {
      const { archive } = (await opened(open)).stores;
      const anna = newUser();
      const [first, second] = [record(), record()];
      await archive.put(anna, first, LARGE);
      const [held] = (await archive.list(anna, 0, ALL)).records;
      await archive.remove(anna, [first.id]);
      await archive.put(anna, second, LARGE);
      expect((await archive.list(anna, held?.place ?? 0, ALL)).records.map(({ id }) => id)).toEqual([second.id]);
    });
  });
};

export const epochContract = (open: Open): void => {
  describe('the epoch of a group', () => {
    it('goes on by one from where it is, and stays where another commit was first', async () => {
      const { epochs } = (await opened(open)).stores;
      const group = newGroup();
      expect(await epochs.advance(group, 5, NOW)).toEqual({ accepted: true, epoch: 6 });
      expect(await epochs.advance(group, 5, NOW)).toEqual({ accepted: false, epoch: 6 });
      expect(await epochs.advance(group, 7, NOW)).toEqual({ accepted: false, epoch: 6 });
      expect(await epochs.advance(group, 6, NOW)).toEqual({ accepted: true, epoch: 7 });
      expect(await epochs.advance(newGroup(), 0, NOW)).toEqual({ accepted: true, epoch: 1 });
    });

    it('is advanced by exactly one of 100 who try at once, new or known, at any process', async () => {
      const { stores, another } = await opened(open);
      const hands = [stores, ...(another === undefined ? [] : [await another()])];
      const group = newGroup();
      for (const expected of [0, 1, 2]) {
        const outcomes = await Promise.all(
          Array.from({ length: 100 }, (_, index) =>
            (hands[index % hands.length] ?? stores).epochs.advance(group, expected, NOW),
          ),
        );
        expect(outcomes.filter(({ accepted }) => accepted)).toHaveLength(1);
        expect(new Set(outcomes.map(({ epoch }) => epoch))).toEqual(new Set([expected + 1]));
      }
    });
  });
};
