import { describe, expect, it } from 'vitest';
import { type Open, opened } from './opened';
import { ALL, envelope, HOUR, NOW, newDevice, newMessage, octets, plain, ROOM } from './values';

/** One ordered mailbox per device: order, de-duplication, quotas, group messages. */
export const mailboxContract = (open: Open): void => {
  describe('a mailbox', () => {
    it('gives back each message as it came, in order, with places that grow', async () => {
      const { mailboxes } = (await opened(open)).stores;
      const anna = newDevice();
      const sent = Array.from({ length: 20 }, (_, index) =>
        envelope({ at: NOW + index, kind: index % 5 === 4 ? 'receipt' : 'message', payload: octets(index * 100) }),
      );
      for (const one of sent) expect(await mailboxes.append(one, [anna], ROOM)).toEqual(['stored']);
      const read = await mailboxes.read(anna, 0, ALL);
      expect(read.map(({ place: _, ...rest }) => plain(rest))).toEqual(sent);
      for (const [index, { place }] of read.entries()) expect(place).toBeGreaterThan(read[index - 1]?.place ?? 0);
    });

    it('keeps the order in which messages were given, also when none is awaited', async () => {
      const { mailboxes } = (await opened(open)).stores;
      const anna = newDevice();
      const sent = Array.from({ length: 500 }, () => envelope());
      const outcomes = await Promise.all(sent.map((one) => mailboxes.append(one, [anna], ROOM)));
      expect(new Set(outcomes.flat())).toEqual(new Set(['stored']));
      expect((await mailboxes.read(anna, 0, ALL)).map(({ id }) => id)).toEqual(sent.map(({ id }) => id));
    });

    it('reads on from behind a place, at most so many, at most so many octets, at least one', async () => {
      const { mailboxes } = (await opened(open)).stores;
      const anna = newDevice();
      const sent = Array.from({ length: 10 }, () => envelope({ payload: octets(1_000) }));
      for (const one of sent) await mailboxes.append(one, [anna], ROOM);
      const first = await mailboxes.read(anna, 0, { count: 4, octets: 1_000_000 });
      expect(first.map(({ id }) => id)).toEqual(sent.slice(0, 4).map(({ id }) => id));
      const second = await mailboxes.read(anna, first.at(-1)?.place ?? 0, { count: 100, octets: 2_500 });
      expect(second.map(({ id }) => id)).toEqual(sent.slice(4, 6).map(({ id }) => id));
      const third = await mailboxes.read(anna, second.at(-1)?.place ?? 0, { count: 100, octets: 1 });
      expect(third.map(({ id }) => id)).toEqual([sent[6]?.id]);
      expect(await mailboxes.read(anna, (await mailboxes.read(anna, 0, ALL)).at(-1)?.place ?? 0, ALL)).toEqual([]);
      expect(await mailboxes.read(newDevice(), 0, ALL)).toEqual([]);
    });

    it('[req 36] takes the same message once for each device, also when both come at once', async () => {
      const { mailboxes } = (await opened(open)).stores;
      const [anna, bert] = [newDevice(), newDevice()];
      const one = envelope();
      const at = await Promise.all(Array.from({ length: 20 }, () => mailboxes.append(one, [anna], ROOM)));
      expect(at.flat().filter((outcome) => outcome === 'stored')).toHaveLength(1);
      expect(await mailboxes.append(one, [anna, bert], ROOM)).toEqual(['duplicate', 'stored']);
      expect(await mailboxes.append(one, [bert, bert], ROOM)).toEqual(['duplicate', 'duplicate']);
      expect(await mailboxes.append(envelope({ id: one.id }), [bert], ROOM)).toEqual(['duplicate']);
      expect(await mailboxes.read(anna, 0, ALL)).toHaveLength(1);
      expect(await mailboxes.read(bert, 0, ALL)).toHaveLength(1);
    });

    it('[req 36] takes a message to a device that is named twice once', async () => {
      const { mailboxes } = (await opened(open)).stores;
      const anna = newDevice();
      expect(await mailboxes.append(envelope(), [anna, anna], ROOM)).toEqual(['stored', 'duplicate']);
      expect(await mailboxes.read(anna, 0, ALL)).toHaveLength(1);
    });

    it('[req 36] knows a message again after it was acknowledged, for 72 hours', async () => {
      const { mailboxes } = (await opened(open)).stores;
      const anna = newDevice();
      const one = envelope({ at: NOW - 71 * HOUR });
      await mailboxes.append(one, [anna], ROOM);
      await mailboxes.acknowledge(anna, [one.id]);
      while ((await mailboxes.expire(NOW - 72 * HOUR, 1_000)).length > 0);
      expect(await mailboxes.append({ ...one, at: NOW }, [anna], ROOM)).toEqual(['duplicate']);
      expect(await mailboxes.read(anna, 0, ALL)).toEqual([]);
    });

    it('takes a message that was refused as full when it is sent again and there is room', async () => {
      const { mailboxes } = (await opened(open)).stores;
      const anna = newDevice();
      const [first, second] = [envelope(), envelope()];
      const most = { messages: 1, octets: 1_000_000 };
      expect(await mailboxes.append(first, [anna], most)).toEqual(['stored']);
      expect(await mailboxes.append(second, [anna], most)).toEqual(['full']);
      expect(await mailboxes.append(first, [anna], most)).toEqual(['duplicate']);
      await mailboxes.acknowledge(anna, [first.id]);
      expect(await mailboxes.append(second, [anna], most)).toEqual(['stored']);
    });

    it('[req 38] holds to its limits of messages and of octets, per device, also under many at once', async () => {
      const { mailboxes } = (await opened(open)).stores;
      const [anna, bert, cleo] = [newDevice(), newDevice(), newDevice()];
      const many = (device: typeof anna, most: typeof ROOM) =>
        Promise.all(
          Array.from({ length: 40 }, () => mailboxes.append(envelope({ payload: octets(100) }), [device], most)),
        );
      const byCount = (await many(anna, { messages: 25, octets: 1_000_000 })).flat();
      expect(byCount.filter((outcome) => outcome === 'stored')).toHaveLength(25);
      expect(byCount.filter((outcome) => outcome === 'full')).toHaveLength(15);
      const byOctets = (await many(bert, { messages: 1_000, octets: 1_050 })).flat();
      expect(byOctets.filter((outcome) => outcome === 'stored')).toHaveLength(10);
      const most = { messages: 25, octets: 1_000_000 };
      expect(await mailboxes.append(envelope(), [anna, cleo], most)).toEqual(['full', 'stored']);
      const held = await mailboxes.read(anna, 0, ALL);
      await mailboxes.acknowledge(
        anna,
        held.slice(0, 5).map(({ id }) => id),
      );
      expect((await many(anna, most)).flat().filter((outcome) => outcome === 'stored')).toHaveLength(5);
    });

    it('acknowledges what it holds, tells of whom it was, and leaves out the rest', async () => {
      const { mailboxes } = (await opened(open)).stores;
      const [anna, bert] = [newDevice(), newDevice()];
      const [first, second, third] = [envelope(), envelope({ kind: 'receipt' }), envelope()];
      for (const one of [first, second, third]) await mailboxes.append(one, [anna], ROOM);
      expect(await mailboxes.acknowledge(bert, [first.id])).toEqual([]);
      expect(await mailboxes.acknowledge(anna, [newMessage(), second.id, first.id, second.id])).toEqual([
        { id: second.id, sender: second.sender, device: anna, kind: 'receipt' },
        { id: first.id, sender: first.sender, device: anna, kind: 'message' },
      ]);
      expect(await mailboxes.acknowledge(anna, [first.id, second.id])).toEqual([]);
      expect((await mailboxes.read(anna, 0, ALL)).map(({ id }) => id)).toEqual([third.id]);
    });

    it('acknowledges a message once when asked many times at once', async () => {
      const { mailboxes } = (await opened(open)).stores;
      const anna = newDevice();
      const one = envelope();
      await mailboxes.append(one, [anna], ROOM);
      const left = await Promise.all(Array.from({ length: 20 }, () => mailboxes.acknowledge(anna, [one.id])));
      expect(left.flat()).toHaveLength(1);
    });

    it('gives a message to several to each of them, until the last acknowledged it', async () => {
      const { mailboxes } = (await opened(open)).stores;
      const members = Array.from({ length: 100 }, newDevice);
      const one = envelope({ payload: octets(5_000) });
      expect(await mailboxes.append(one, members, ROOM)).toEqual(members.map(() => 'stored'));
      for (const [index, member] of members.entries()) {
        const read = await mailboxes.read(member, 0, ALL);
        expect(read.map(({ place: _, ...rest }) => plain(rest))).toEqual([one]);
        expect(await mailboxes.acknowledge(member, [one.id])).toHaveLength(1);
        expect(await mailboxes.read(member, 0, ALL)).toEqual([]);
        const last = members.at(-1) ?? member;
        if (index < members.length - 1) expect(await mailboxes.read(last, 0, ALL)).toHaveLength(1);
      }
    });

    it('drops the mailbox of a device that is gone, and nothing of others', async () => {
      const { mailboxes } = (await opened(open)).stores;
      const [anna, bert] = [newDevice(), newDevice()];
      const [own, shared] = [envelope(), envelope()];
      await mailboxes.append(own, [anna], ROOM);
      await mailboxes.append(shared, [anna, bert], ROOM);
      await mailboxes.drop(anna);
      await mailboxes.drop(newDevice());
      expect(await mailboxes.read(anna, 0, ALL)).toEqual([]);
      expect(await mailboxes.acknowledge(anna, [own.id, shared.id])).toEqual([]);
      expect((await mailboxes.read(bert, 0, ALL)).map(({ id }) => id)).toEqual([shared.id]);
      expect(await mailboxes.append(envelope(), [anna], { messages: 1, octets: 1_000 })).toEqual(['stored']);
    });
  });
};
