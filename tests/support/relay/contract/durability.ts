import { describe, expect, it } from 'vitest';
import type { Stores } from '../../../../relay/stores/ports';
import { gathered, type Open, type Opened, opened } from './opened';
import {
  ALL,
  account,
  envelope,
  HOUR,
  NOW,
  newAttachment,
  newDevice,
  newGroup,
  newMessage,
  newRecord,
  newSession,
  newUser,
  octets,
  plain,
  ROOM,
  sorted,
} from './values';

const WAYS = ['restart', 'kill'] as const;

async function again(world: Opened, way: (typeof WAYS)[number]): Promise<Stores | undefined> {
  return await world[way]?.();
}

/** What was answered is there after the process ended, whichever way. */
export const durabilityContract = (open: Open): void => {
  describe.each(WAYS)('after a %s', (way) => {
    it('[req 37] mailboxes hold what was stored, and not what was acknowledged, and know both again', async ({
      skip,
    }) => {
      const world = await opened(open);
      const [anna, bert] = [newDevice(), newDevice()];
      const sent = Array.from({ length: 200 }, (_, index) => envelope({ payload: octets(index * 7) }));
      await Promise.all(sent.map((one) => world.stores.mailboxes.append(one, [anna, bert], ROOM)));
      await world.stores.mailboxes.acknowledge(
        anna,
        sent.slice(0, 150).map(({ id }) => id),
      );
      const stores = await again(world, way);
      if (stores === undefined) return skip('this kind cannot');
      const { mailboxes } = stores;
      expect((await mailboxes.read(anna, 0, ALL)).map(({ place: _, ...rest }) => plain(rest))).toEqual(sent.slice(150));
      expect((await mailboxes.read(bert, 0, ALL)).map(({ id }) => id)).toEqual(sent.map(({ id }) => id));
      for (const one of [sent[0], sent[199]])
        expect(await mailboxes.append(one ?? envelope(), [anna], ROOM)).toEqual(['duplicate']);
      expect(await mailboxes.append(envelope(), [anna], { ...ROOM, messages: 50 })).toEqual(['full']);
      const later = envelope();
      expect(await mailboxes.append(later, [anna], { ...ROOM, messages: 51 })).toEqual(['stored']);
      expect((await mailboxes.read(anna, 0, ALL)).at(-1)?.id).toBe(later.id);
      expect(await mailboxes.acknowledge(bert, [sent[3]?.id ?? later.id])).toHaveLength(1);
    });

    it('mailboxes that nobody read since are acknowledged, expired, dropped and full as before', async ({ skip }) => {
      const world = await opened(open);
      const [anna, bert, cleo] = [newDevice(), newDevice(), newDevice()];
      const [old, shared, own] = [envelope({ at: NOW - 80 * HOUR }), envelope(), envelope()];
      await world.stores.mailboxes.append(old, [anna, bert], ROOM);
      await world.stores.mailboxes.append(shared, [anna, bert, cleo], ROOM);
      await world.stores.mailboxes.append(own, [cleo], ROOM);
      const stores = await again(world, way);
      if (stores === undefined) return skip('this kind cannot');
      const { mailboxes } = stores;
      expect(await mailboxes.append(envelope(), [anna], { messages: 2, octets: 1_000 })).toEqual(['full']);
      expect(await mailboxes.acknowledge(anna, [newMessage(), shared.id])).toEqual([
        { id: shared.id, sender: shared.sender, device: anna, kind: 'message' },
      ]);
      const expired = await mailboxes.expire(NOW - 72 * HOUR, 100);
      expect(sorted(expired.map(({ device }) => device))).toEqual(sorted([anna, bert]));
      await mailboxes.drop(cleo);
      expect(await mailboxes.read(cleo, 0, ALL)).toEqual([]);
      expect(await mailboxes.append(envelope(), [anna, bert], { messages: 1, octets: 60 })).toEqual(['stored', 'full']);
      expect((await mailboxes.read(bert, 0, ALL)).map(({ id }) => id)).toEqual([shared.id]);
    });

    it('accounts, invitations, archive, epochs and attachments are as they were', async ({ skip }) => {
      const world = await opened(open);
      const { accounts, archive, epochs, attachments } = world.stores;
      const [anna, gone] = [account(), account()];
      const invitation = 'ab'.repeat(32);
      for (const one of [anna, gone]) await accounts.create(one);
      await accounts.remove(gone.user);
      await accounts.invite(invitation, NOW + HOUR);
      const record = { id: newRecord(), at: NOW, payload: octets(900) };
      await archive.put(anna.user, record, 1_000);
      const group = newGroup();
      await epochs.advance(group, 4, NOW);
      const file = { id: newAttachment(), owner: anna.user, octets: 10, expires: NOW + HOUR };
      await attachments.create(file);
      await attachments.append(
        file.id,
        0,
        (async function* () {
          yield octets(7);
        })(),
      );
      const stores = await again(world, way);
      if (stores === undefined) return skip('this kind cannot');
      expect((await stores.accounts.find(anna.user))?.devices).toEqual(anna.devices);
      expect(await stores.accounts.find(gone.user)).toBeUndefined();
      expect(await stores.accounts.redeem(invitation, NOW)).toBe(true);
      expect(
        (await stores.archive.list(anna.user, 0, ALL)).records.map(({ place: _, ...rest }) => plain(rest)),
      ).toEqual([record]);
      expect(await stores.archive.put(anna.user, { ...record, id: newRecord() }, 1_000)).toBe('full');
      expect(await stores.epochs.advance(group, 4, NOW)).toEqual({ accepted: false, epoch: 5 });
      expect(await stores.attachments.find(file.id)).toEqual({ ...file, received: 7 });
      expect(await stores.attachments.usage(anna.user)).toBe(10);
    });
  });

  it('[req 35] a session is not there after a restart of everything', async ({ skip }) => {
    const world = await opened(open);
    if (world.restart === undefined || world.another !== undefined) return skip('others may still hold it');
    const session = { id: newSession(), users: [newUser(), newUser('bert')] as const, started: NOW };
    await world.stores.sessions.open(session, NOW + HOUR);
    expect(await (await world.restart()).sessions.close(session.id, session.users[0])).toBeUndefined();
  });
};

/** Backup and migration: everything durable is walked through, and taken into another store. */
export const walkContract = (open: Open): void => {
  describe('walking through everything', () => {
    it('gives what another store takes to become the same', async () => {
      const { accounts, mailboxes, archive, epochs, attachments } = (await opened(open)).stores;
      const people = Array.from({ length: 12 }, () => account());
      for (const one of people) await accounts.create(one);
      await accounts.invite('cd'.repeat(32), NOW + HOUR);
      const found = await gathered(accounts.all());
      expect(sorted(found.map(({ user }) => user))).toEqual(sorted(people.map(({ user }) => user)));
      expect(found.find(({ user }) => user === people[3]?.user)?.devices).toEqual(people[3]?.devices);
      expect(await gathered(accounts.invitations())).toEqual([{ hash: 'cd'.repeat(32), expires: NOW + HOUR }]);

      const [anna, bert] = [newDevice(), newDevice()];
      const [first, second, third] = [envelope(), envelope({ kind: 'receipt' }), envelope()];
      await mailboxes.append(first, [anna, bert], ROOM);
      await mailboxes.append(second, [bert], ROOM);
      await mailboxes.append(third, [anna], ROOM);
      await mailboxes.acknowledge(anna, [first.id]);
      const waiting = await gathered(mailboxes.all());
      expect(waiting.map(({ envelope: one }) => plain(one))).toEqual([first, second, third]);
      expect(waiting.map(({ to }) => to)).toEqual([[bert], [bert], [anna]]);

      const records = Array.from({ length: 30 }, () => ({ id: newRecord(), at: NOW, payload: octets(50) }));
      for (const one of records) await archive.put(people[0]?.user ?? newUser(), one, 10_000);
      const walked = await gathered(archive.all());
      expect(walked.map(({ record }) => plain(record))).toEqual(records);
      expect(new Set(walked.map(({ user }) => user))).toEqual(new Set([people[0]?.user]));

      const group = newGroup();
      await epochs.advance(group, 8, NOW);
      expect(await gathered(epochs.all())).toEqual([{ group, epoch: 9, at: NOW }]);
      const file = { id: newAttachment(), owner: newUser(), octets: 10, expires: NOW + HOUR };
      await attachments.create(file);
      expect(await gathered(attachments.all())).toEqual([{ ...file, received: 0 }]);
    });
  });
};
