import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createDirectory } from '../../../relay/stores/scaled/directory';
import { createRedisLink } from '../../../relay/stores/scaled/redis-link';
import { ALL, envelope, newDevice, newUser, octets, ROOM, sorted } from '../../support/relay/contract/values';
import { openScaled } from '../../support/relay/lab/open-scaled';
import { askRedis, dumpRedis } from '../../support/relay/lab/redis';
import { type StoreLab, startStoreLab, storeLabMissing } from '../../support/relay/lab/store-lab';
import { until } from '../../support/wait';

const missing = storeLabMissing();

describe.skipIf(missing !== undefined)(
  `the scaled stores, looked into${missing ? ` (skipped: ${missing})` : ''}`,
  () => {
    let lab: StoreLab;
    beforeAll(async () => {
      lab = await startStoreLab();
    });
    afterAll(() => lab.destroy());

    const open = async () => {
      const world = await openScaled(lab);
      onTestFinished(() => world.end());
      return world;
    };
    const keys = async () =>
      (await askRedis<string[]>(lab.redis.url, ['KEYS', '*'])).map((key) => key.split(':')[0] ?? key);

    it('keep the payload of a message to 100 devices once, and of one to one beside its mailbox', async () => {
      const { mailboxes } = (await open()).stores;
      const members = Array.from({ length: 100 }, newDevice);
      const payload = octets(500);
      await mailboxes.append(envelope({ payload }), members, ROOM);
      const dump = await dumpRedis(lab.redis.url);
      expect(dump.indexOf(payload)).toBeGreaterThan(-1);
      expect(dump.indexOf(payload)).toBe(dump.lastIndexOf(payload));
      expect((await keys()).filter((key) => key === 'payload')).toHaveLength(1);
      await mailboxes.append(envelope(), [newDevice()], ROOM);
      expect((await keys()).filter((key) => key === 'payload')).toHaveLength(1);
    });

    it('have no key for an empty mailbox but what is remembered for 72 hours, which Redis forgets by itself', async () => {
      const { mailboxes } = (await open()).stores;
      const [anna, bert, cleo] = [newDevice(), newDevice(), newDevice()];
      const sent = Array.from({ length: 5 }, () => envelope());
      for (const one of sent) await mailboxes.append(one, [anna, bert, cleo], ROOM);
      for (const device of [anna, bert]) {
        const held = await mailboxes.read(device, 0, ALL);
        await mailboxes.acknowledge(
          device,
          held.map(({ id }) => id),
        );
      }
      await mailboxes.drop(cleo);
      expect(sorted(await keys())).toEqual(['place', 'seen', 'seen']);
      for (const key of await askRedis<string[]>(lab.redis.url, ['KEYS', 'seen:*'])) {
        expect(await askRedis<number>(lab.redis.url, ['PTTL', key])).not.toBe(-1);
      }
    });

    it('do not start on a Redis that could lose a message, or that would write a session to disk', async () => {
      const cases = [
        [lab.redis, 'appendfsync', 'everysec', 'always'],
        [lab.redis, 'appendonly', 'no', 'yes'],
        [lab.redis, 'maxmemory-policy', 'allkeys-lru', 'noeviction'],
        [lab.redisVolatile, 'save', '60 1', ''],
        [lab.redisVolatile, 'appendonly', 'yes', 'no'],
      ] as const;
      for (const [server, name, wrong, right] of cases) {
        await askRedis(server.url, ['CONFIG', 'SET', name, wrong]);
        try {
          await expect(openScaled(lab)).rejects.toMatchObject({ code: 'relay/store-settings' });
        } finally {
          await askRedis(server.url, ['CONFIG', 'SET', name, right]);
        }
      }
      await open();
    });

    it('do not start on a PostgreSQL that answers before it has written, nor on tables of a newer relay', async () => {
      const careless = `${lab.postgres.url}?options=${encodeURIComponent('-c synchronous_commit=off')}`;
      await expect(openScaled(lab, { postgresUrl: careless })).rejects.toMatchObject({ code: 'relay/store-settings' });
    });

    it('forget the devices of a process that died, and whom they watched, but not those that came elsewhere', async () => {
      const world = await open();
      const [anna, bert, phone, desk] = [newUser(), newUser('bert'), newDevice(), newDevice()];
      const link = createRedisLink({ url: lab.redisVolatile.url, onUp: () => undefined, onDown: () => undefined });
      await link.open();
      onTestFinished(() => link.close());
      // It says once that it lives, and then no more.
      const dead = createDirectory(link, 300);
      await dead.beat();
      await dead.enter(phone, anna);
      await dead.enter(desk, bert);
      const { presence, directory } = world.stores;
      await presence.allow(bert, [anna]);
      await presence.watch(anna, [bert]);
      await presence.watch(bert, [anna]);
      await directory.enter(desk, bert);
      expect(await directory.present(anna)).toEqual([phone]);
      await until('the silence to be noticed', async () => (await directory.present(anna)).length === 0);
      // A further process cleans up with its first sign of life.
      await world.another();
      await until('its lists to be forgotten', async () => (await presence.audience(bert)).length === 0);
      expect(await directory.present(bert)).toEqual([desk]);
      expect(await askRedis<number>(lab.redisVolatile.url, ['SCARD', `watches:${bert}`])).toBe(1);
      expect(await directory.post(phone, { kind: 'mail' })).toBe(false);
    });

    it('close the older socket when a device comes to two processes in quick turns', async () => {
      const world = await open();
      const hands = [world.stores, await world.another()];
      const device = newDevice();
      const closed = [0, 0];
      for (const [index, { directory }] of hands.entries()) {
        directory.onPost((_, post) => {
          if (post.kind === 'close') closed[index] = (closed[index] ?? 0) + 1;
        });
      }
      const user = newUser();
      for (let turns = 0; turns < 20; turns++) await hands[turns % 2]?.directory.enter(device, user);
      await until('all closes', () => closed[0] === 10 && closed[1] === 9);
      expect(await hands[0]?.directory.leave(device, user)).toEqual({ last: false });
      expect(await hands[1]?.directory.leave(device, user)).toEqual({ last: true });
    });
  },
);
