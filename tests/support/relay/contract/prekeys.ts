import { describe, expect, it } from 'vitest';
import { type Open, opened } from './opened';
import { HOUR, NOW, newDevice, newUser, octets, sorted } from './values';

const keys = (oneTime: number, expires = NOW + HOUR) => ({
  bundle: octets(200),
  oneTime: Array.from({ length: oneTime }, () => octets(32)),
  expires,
});
const text = (octets: Uint8Array | undefined): string => Buffer.from(octets ?? []).toString('hex');

export const prekeyContract = (open: Open): void => {
  describe('prekeys', () => {
    it('are given one bundle per device, each with a one-time prekey until none is left', async () => {
      const { prekeys } = (await opened(open)).stores;
      const anna = newUser();
      const [phone, desk] = [newDevice(), newDevice()];
      const [ofPhone, ofDesk] = [keys(2), keys(0)];
      await prekeys.publish(anna, phone, ofPhone);
      await prekeys.publish(anna, desk, ofDesk);
      expect([await prekeys.left(phone), await prekeys.left(desk), await prekeys.left(newDevice())]).toEqual([2, 0, 0]);
      const taken: string[] = [];
      for (const left of [1, 0, 0]) {
        const bundles = await prekeys.take(anna, NOW);
        expect(sorted(bundles.map(({ device }) => device))).toEqual(sorted([phone, desk]));
        const one = bundles.find(({ device }) => device === phone);
        expect(text(one?.bundle)).toBe(text(ofPhone.bundle));
        if (one?.oneTime !== undefined) taken.push(text(one.oneTime));
        expect(bundles.find(({ device }) => device === desk)?.oneTime).toBeUndefined();
        expect(await prekeys.left(phone)).toBe(left);
      }
      expect(sorted(taken)).toEqual(sorted(ofPhone.oneTime.map(text)));
      expect(await prekeys.take(newUser(), NOW)).toEqual([]);
    });

    it('are never given twice, to 100 who ask at once, at any process', async () => {
      const { stores, another } = await opened(open);
      const hands = [stores, ...(another === undefined ? [] : [await another()])];
      const [anna, phone] = [newUser(), newDevice()];
      await stores.prekeys.publish(anna, phone, keys(60));
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, index) => (hands[index % hands.length] ?? stores).prekeys.take(anna, NOW)),
      );
      const given = answers.flat().flatMap(({ oneTime }) => (oneTime === undefined ? [] : [text(oneTime)]));
      expect(answers.flat()).toHaveLength(100);
      expect(given).toHaveLength(60);
      expect(new Set(given).size).toBe(60);
    });

    it('of a device are replaced as a whole, and gone when removed', async () => {
      const { prekeys } = (await opened(open)).stores;
      const [anna, phone] = [newUser(), newDevice()];
      await prekeys.publish(anna, phone, keys(50));
      const fresh = keys(3);
      await prekeys.publish(anna, phone, fresh);
      expect(await prekeys.left(phone)).toBe(3);
      expect(fresh.oneTime.map(text)).toContain(text((await prekeys.take(anna, NOW))[0]?.oneTime));
      await prekeys.remove(anna, phone);
      expect(await prekeys.left(phone)).toBe(0);
      expect(await prekeys.take(anna, NOW)).toEqual([]);
    });

    it('[req 38] that have expired are not given', async () => {
      const { prekeys } = (await opened(open)).stores;
      const [anna, phone, desk] = [newUser(), newDevice(), newDevice()];
      await prekeys.publish(anna, phone, keys(1, NOW + HOUR));
      await prekeys.publish(anna, desk, keys(1, NOW + 3 * HOUR));
      expect((await prekeys.take(anna, NOW + 2 * HOUR)).map(({ device }) => device)).toEqual([desk]);
    });
  });
};
