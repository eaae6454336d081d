import { describe, expect, it } from 'vitest';
import { type Open, opened } from './opened';
import { ALL, envelope, HOUR, NOW, newDevice, newGroup, octets, ROOM, sorted } from './values';

/** W1 and requirement 38: what is over goes by the time that is given, and only that. */
export const expiryContract = (open: Open): void => {
  describe('expiry of mailboxes', () => {
    it('[req 38] removes what came before the time, tells of whom it was, and keeps the rest', async () => {
      const { mailboxes } = (await opened(open)).stores;
      const [anna, bert] = [newDevice(), newDevice()];
      const [old, older] = [envelope({ at: NOW - 74 * HOUR }), envelope({ at: NOW - 73 * HOUR, kind: 'receipt' })];
      const fresh = envelope({ at: NOW - 71 * HOUR });
      await mailboxes.append(old, [anna], ROOM);
      await mailboxes.append(older, [anna, bert], ROOM);
      await mailboxes.append(fresh, [anna, bert], ROOM);
      const left = await mailboxes.expire(NOW - 72 * HOUR, 1_000);
      expect(new Set(left)).toEqual(
        new Set([
          { id: old.id, sender: old.sender, device: anna, kind: 'message' },
          { id: older.id, sender: older.sender, device: anna, kind: 'receipt' },
          { id: older.id, sender: older.sender, device: bert, kind: 'receipt' },
        ]),
      );
      expect(left).toHaveLength(3);
      for (const device of [anna, bert])
        expect((await mailboxes.read(device, 0, ALL)).map(({ id }) => id)).toEqual([fresh.id]);
      expect(await mailboxes.acknowledge(anna, [old.id])).toEqual([]);
      expect(await mailboxes.expire(NOW - 72 * HOUR, 1_000)).toEqual([]);
    });

    it('removes at most so many at once, until none is left, and gives their room back', async () => {
      const { mailboxes } = (await opened(open)).stores;
      const anna = newDevice();
      const sent = Array.from({ length: 25 }, () => envelope({ at: NOW - 80 * HOUR, payload: octets(10) }));
      await Promise.all(sent.map((one) => mailboxes.append(one, [anna], { messages: 25, octets: 250 })));
      const gone: string[] = [];
      for (;;) {
        const left = await mailboxes.expire(NOW - 72 * HOUR, 10);
        expect(left.length).toBeLessThanOrEqual(10);
        if (left.length === 0) break;
        gone.push(...left.map(({ id }) => id));
      }
      expect(sorted(gone)).toEqual(sorted(sent.map(({ id }) => id)));
      expect(await mailboxes.append(envelope(), [anna], { messages: 1, octets: 60 })).toEqual(['stored']);
    });

    it('removes a message to many from at most so many at once, until it is with none', async () => {
      const { mailboxes } = (await opened(open)).stores;
      const members = Array.from({ length: 25 }, newDevice);
      await mailboxes.append(envelope({ at: NOW - 80 * HOUR }), members, ROOM);
      const told: string[] = [];
      for (const count of [10, 10, 5, 0]) {
        const left = await mailboxes.expire(NOW - 72 * HOUR, 10);
        expect(left).toHaveLength(count);
        told.push(...left.map(({ device }) => device));
      }
      expect(sorted(told)).toEqual(sorted(members));
    });

    it('does not tell of one who acknowledged before, where others did not', async () => {
      const { mailboxes } = (await opened(open)).stores;
      const members = Array.from({ length: 3 }, newDevice);
      const one = envelope({ at: NOW - 80 * HOUR });
      await mailboxes.append(one, members, ROOM);
      await mailboxes.acknowledge(members[1] ?? newDevice(), [one.id]);
      const left = await mailboxes.expire(NOW - 72 * HOUR, 1_000);
      expect(sorted(left.map(({ device }) => device))).toEqual(sorted(members.filter((_, index) => index !== 1)));
    });

    it('tells a message that a device acknowledges while it expires to one of the two only', async () => {
      const { mailboxes } = (await opened(open)).stores;
      const anna = newDevice();
      const sent = Array.from({ length: 50 }, () => envelope({ at: NOW - 80 * HOUR }));
      await Promise.all(sent.map((one) => mailboxes.append(one, [anna], ROOM)));
      const [acknowledged, expired] = await Promise.all([
        Promise.all(sent.map(({ id }) => mailboxes.acknowledge(anna, [id]))),
        mailboxes.expire(NOW - 72 * HOUR, 1_000),
      ]);
      const told = [...acknowledged.flat(), ...expired].map(({ id }) => id);
      const rest = (await mailboxes.expire(NOW - 72 * HOUR, 1_000)).map(({ id }) => id);
      expect(sorted([...told, ...rest])).toEqual(sorted(sent.map(({ id }) => id)));
    });
  });

  describe('expiry of epochs', () => {
    it('forgets a group by the time of its last commit', async () => {
      const { epochs } = (await opened(open)).stores;
      const [quiet, busy] = [newGroup(), newGroup()];
      await epochs.advance(quiet, 0, NOW - 50 * HOUR);
      await epochs.advance(busy, 0, NOW - 50 * HOUR);
      await epochs.advance(busy, 1, NOW);
      expect(await epochs.expire(NOW - 24 * HOUR)).toBe(1);
      expect(await epochs.advance(quiet, 7, NOW)).toEqual({ accepted: true, epoch: 8 });
      expect(await epochs.advance(busy, 1, NOW)).toEqual({ accepted: false, epoch: 2 });
    });
  });
};
