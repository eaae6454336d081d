import { describe, expect, it } from 'vitest';
import { type Open, opened } from './opened';
import { HOUR, NOW, newAttachment, newUser, octets } from './values';

async function* pieces(whole: Uint8Array, size = 1_000): AsyncIterable<Uint8Array> {
  for (let at = 0; at < whole.length; at += size) yield whole.subarray(at, at + size);
}

/** An upload whose connection is cut after so many octets. */
async function* cut(whole: Uint8Array, after: number): AsyncIterable<Uint8Array> {
  yield* pieces(whole.subarray(0, after));
  throw new Error('cut');
}

async function joined(parts: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const part of parts) all.push(new Uint8Array(part));
  return new Uint8Array(Buffer.concat(all));
}

const info = (length: number, owner = newUser(), expires = NOW + HOUR) => ({
  id: newAttachment(),
  owner,
  octets: length,
  expires,
});

export const attachmentContract = (open: Open): void => {
  describe('an attachment', () => {
    it('is read as it was written, in whole and in part', async () => {
      const { attachments } = (await opened(open)).stores;
      const whole = octets(300_000);
      const file = info(whole.length);
      await attachments.create(file);
      expect(await attachments.find(file.id)).toEqual({ ...file, received: 0 });
      expect(await attachments.append(file.id, 0, pieces(whole, 64 * 1024))).toBe(whole.length);
      expect(await attachments.find(file.id)).toEqual({ ...file, received: whole.length });
      expect(await joined(attachments.read(file.id, 0, whole.length))).toEqual(whole);
      expect(await joined(attachments.read(file.id, 1_000, 1_017))).toEqual(whole.slice(1_000, 1_017));
      expect(await joined(attachments.read(file.id, 5, 5))).toEqual(new Uint8Array());
    });

    it('keeps what arrived before a cut, and goes on from there only', async () => {
      const { attachments } = (await opened(open)).stores;
      const whole = octets(20_500);
      const file = info(whole.length);
      await attachments.create(file);
      await expect(attachments.append(file.id, 0, cut(whole, 7_500))).rejects.toThrow();
      const received = (await attachments.find(file.id))?.received ?? 0;
      expect(received).toBe(7_500);
      for (const wrong of [0, received - 1, received + 1])
        expect(await attachments.append(file.id, wrong, pieces(whole.subarray(wrong)))).toBe('offset');
      expect(await joined(attachments.read(file.id, 0, received))).toEqual(whole.slice(0, received));
      expect(await attachments.append(file.id, received, pieces(whole.subarray(received)))).toBe(whole.length);
      expect(await joined(attachments.read(file.id, 0, whole.length))).toEqual(whole);
    });

    it('[req 38] takes no octet more than were declared, and loses none of those that were right', async () => {
      const { attachments } = (await opened(open)).stores;
      const file = info(5_000);
      await attachments.create(file);
      const whole = octets(9_000);
      expect(await attachments.append(file.id, 0, pieces(whole))).toBe('too-large');
      expect((await attachments.find(file.id))?.received).toBeLessThanOrEqual(5_000);
      const { received = 0 } = (await attachments.find(file.id)) ?? {};
      expect(await attachments.append(file.id, received, pieces(whole.subarray(received, 5_000)))).toBe(5_000);
      expect(await attachments.append(file.id, 5_000, pieces(octets(1)))).toBe('too-large');
      expect(await joined(attachments.read(file.id, 0, 5_000))).toEqual(whole.slice(0, 5_000));
    });

    it('is written by one at a time: two who append at the same place do not mix', async () => {
      const { attachments } = (await opened(open)).stores;
      const [one, other] = [octets(50_000), octets(50_000)];
      const file = info(50_000);
      await attachments.create(file);
      const outcomes = await Promise.all([one, other].map((whole) => attachments.append(file.id, 0, pieces(whole))));
      expect(new Set(outcomes)).toEqual(new Set([50_000, 'offset']));
      const winner = outcomes[0] === 50_000 ? one : other;
      expect(await joined(attachments.read(file.id, 0, 50_000))).toEqual(winner);
    });

    it('that is not there, or not any more, is not found', async () => {
      const { attachments } = (await opened(open)).stores;
      const file = info(100);
      expect(await attachments.find(file.id)).toBeUndefined();
      expect(await attachments.append(file.id, 0, pieces(octets(100)))).toBe('not-found');
      await expect(joined(attachments.read(file.id, 0, 100))).rejects.toMatchObject({ code: 'relay/not-found' });
      await attachments.create(file);
      await attachments.remove(file.id);
      await attachments.remove(file.id);
      expect(await attachments.find(file.id)).toBeUndefined();
      expect(await attachments.append(file.id, 0, pieces(octets(100)))).toBe('not-found');
    });
  });

  describe('attachments', () => {
    it('[req 38] count as declared, per owner, until they are removed', async () => {
      const { attachments } = (await opened(open)).stores;
      const [anna, bert] = [newUser(), newUser('bert')];
      const [one, two] = [info(4_000, anna), info(300, anna)];
      for (const file of [one, two, info(50, bert)]) await attachments.create(file);
      expect(await attachments.usage(anna)).toBe(4_300);
      await attachments.remove(one.id);
      expect(await attachments.usage(anna)).toBe(300);
      await attachments.removeAll(anna);
      expect(await attachments.usage(anna)).toBe(0);
      expect(await attachments.find(two.id)).toBeUndefined();
      expect(await attachments.usage(bert)).toBe(50);
      expect(await attachments.usage(newUser())).toBe(0);
    });

    it('[req 38] go when their time is over, and not before', async () => {
      const { attachments } = (await opened(open)).stores;
      const anna = newUser();
      const [short, long] = [info(10, anna, NOW + HOUR), info(20, anna, NOW + 2 * HOUR)];
      for (const file of [short, long]) await attachments.create(file);
      expect(await attachments.expire(NOW + HOUR - 1)).toBe(0);
      expect(await attachments.expire(NOW + HOUR)).toBe(1);
      expect(await attachments.find(short.id)).toBeUndefined();
      expect(await attachments.usage(anna)).toBe(20);
    });
  });
};
