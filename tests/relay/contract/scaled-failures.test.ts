import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { AppError } from '../../../lib/core/errors';
import type { Stores } from '../../../relay/stores/ports';
import { gathered } from '../../support/relay/contract/opened';
import {
  ALL,
  account,
  envelope,
  HOUR,
  NOW,
  newDevice,
  newRecord,
  newSession,
  newUser,
  octets,
  ROOM,
  sorted,
} from '../../support/relay/contract/values';
import { type OpenedScaled, openScaled } from '../../support/relay/lab/open-scaled';
import type { LabServer } from '../../support/relay/lab/server';
import { type StoreLab, startStoreLab, storeLabMissing } from '../../support/relay/lab/store-lab';
import { until } from '../../support/wait';

const missing = storeLabMissing();
/** What callers are promised, and what a loaded machine needs to notice. */
const WITHIN_MS = 1_500;
const KILLS = Number(process.env.SOTTO_STORE_KILLS ?? 3);

/** Asks again where the store is away, as clients do; every answer comes in time. */
async function insist<T>(ask: () => Promise<T>, refusals: { count: number }): Promise<T> {
  for (;;) {
    const begun = performance.now();
    try {
      return await ask();
    } catch (error) {
      expect(error).toBeInstanceOf(AppError);
      expect(error).toMatchObject({ code: 'relay/waiting' });
      expect(performance.now() - begun).toBeLessThan(WITHIN_MS);
      refusals.count += 1;
      await turn();
    }
  }
}

const waitingOf = (stores: Stores): boolean[] => {
  const told: boolean[] = [];
  stores.onWaiting((waiting) => told.push(waiting));
  return told;
};

describe.skipIf(missing !== undefined)(
  `PostgreSQL and Redis that fail${missing ? ` (skipped: ${missing})` : ''}`,
  () => {
    let lab: StoreLab;
    beforeAll(async () => {
      lab = await startStoreLab();
    });
    afterAll(() => lab.destroy());

    const open = async (): Promise<OpenedScaled> => {
      const world = await openScaled(lab);
      onTestFinished(() => world.end());
      return world;
    };
    /** Kills it again and again in the middle of `work`, of which `done` counts what was answered; then ends the work. */
    const underKills = async (server: LabServer, done: () => number, work: (going: AbortSignal) => Promise<void>) => {
      const going = new AbortController();
      const all = Promise.all(Array.from({ length: 8 }, () => work(going.signal)));
      for (let kills = 0; kills < KILLS; kills++) {
        const before = done();
        await until('some answers', () => done() > before + 50, { every: 1 });
        await server.kill();
        await server.start();
      }
      going.abort();
      await all;
    };

    it('[req 37] loses no message that was answered when Redis is killed under load, and shows none twice', async () => {
      const { stores, another } = await open();
      const told = waitingOf(stores);
      const devices = Array.from({ length: 5 }, newDevice);
      const sent = new Set<string>();
      const refusals = { count: 0 };
      await underKills(
        lab.redis,
        () => sent.size,
        async (going) => {
          while (!going.aborted) {
            const one = envelope({ payload: octets(600) });
            const outcomes = await insist(() => stores.mailboxes.append(one, devices, ROOM), refusals);
            // Refused, and yet stored: then it is there already when it comes again.
            expect(new Set(outcomes).size).toBe(1);
            expect(['stored', 'duplicate']).toContain(outcomes[0]);
            sent.add(one.id);
          }
        },
      );
      expect(refusals.count).toBeGreaterThan(0);
      const { mailboxes } = await another();
      for (const device of devices) {
        const held = (await mailboxes.read(device, 0, ALL)).map(({ id }) => id);
        expect(sorted(held)).toEqual(sorted(sent));
      }
      expect(told.at(0)).toBe(true);
      await until('the news that it is back', () => told.at(-1) === false);
      expect(await stores.ready()).toBe(true);
    });

    it('[req 37] loses no record and no account that was answered when PostgreSQL is killed under load', async () => {
      const { stores, another } = await open();
      const told = waitingOf(stores);
      const user = newUser();
      const records = new Set<string>();
      const people = new Set<string>();
      const refusals = { count: 0 };
      await underKills(
        lab.postgres,
        () => records.size,
        async (going) => {
          while (!going.aborted) {
            const one = { id: newRecord(), at: NOW, payload: octets(300) };
            expect(await insist(() => stores.archive.put(user, one, 2 ** 30), refusals)).toBe('stored');
            records.add(one.id);
            const person = account();
            await insist(() => stores.accounts.create(person), refusals);
            people.add(person.user);
          }
        },
      );
      expect(refusals.count).toBeGreaterThan(0);
      const fresh = await another();
      const held = (await fresh.archive.list(user, 0, ALL)).records.map(({ id }) => id);
      expect(sorted(held)).toEqual(sorted(records));
      expect(sorted((await gathered(fresh.accounts.all())).map((one) => one.user))).toEqual(sorted(people));
      await until('the news that it is back', () => told.at(-1) === false);
    });

    it('answers within a second, and does not hang, when a store is there but says nothing', async () => {
      const { stores } = await open();
      const calls: ReadonlyArray<readonly [LabServer, () => Promise<unknown>]> = [
        [lab.redis, () => stores.mailboxes.append(envelope(), [newDevice()], ROOM)],
        [lab.redis, () => stores.mailboxes.read(newDevice(), 0, ALL)],
        [lab.postgres, () => stores.accounts.find(newUser())],
        [lab.postgres, () => stores.accounts.knownDevices([newDevice()])],
        [lab.redisVolatile, () => stores.prekeys.take(newUser(), NOW)],
        [
          lab.redisVolatile,
          () => stores.limiter.consume({ name: 'a', tries: 1, windowMs: 1, pauseMs: 1, longestMs: 1 }, 'a'),
        ],
      ];
      for (const [server, ask] of calls) {
        await ask();
        server.freeze();
        try {
          const begun = performance.now();
          await expect(ask()).rejects.toMatchObject({ code: 'relay/waiting' });
          expect(performance.now() - begun).toBeLessThan(WITHIN_MS);
          expect(await stores.ready()).toBe(false);
        } finally {
          server.thaw();
        }
        await until('it to be back', () => stores.ready());
      }
    });

    it('holds its devices again when the volatile Redis was killed, and forgets sessions', async () => {
      const { stores, another } = await open();
      const far = await another();
      const [anna, phone] = [newUser(), newDevice()];
      await stores.directory.enter(phone, anna);
      const session = { id: newSession(), users: [anna, newUser('bert')] as const, started: NOW };
      await stores.sessions.open(session, NOW + HOUR);
      const heard: string[] = [];
      stores.directory.onPost((_, post) => heard.push(post.kind));
      const told = [waitingOf(stores), waitingOf(far)];
      await lab.redisVolatile.kill();
      await until('both to notice', () => told.every((each) => each.at(-1) === true));
      await expect(far.directory.post(phone, { kind: 'mail' })).rejects.toMatchObject({ code: 'relay/waiting' });
      await lab.redisVolatile.start();
      await until('both to be back', () => told.every((each) => each.at(-1) === false));
      // What was posted meanwhile is lost: each device looks into its mailbox.
      await until('a look into the mailbox', () => heard.includes('mail'));
      await until('the device to be known again', async () => (await far.directory.present(anna)).includes(phone));
      heard.length = 0;
      expect(await far.directory.post(phone, { kind: 'packet', packet: octets(10) })).toBe(true);
      await until('the packet', () => heard.includes('packet'));
      expect(await stores.sessions.close(session.id, anna)).toBeUndefined();
    });

    it('starts while all stores are away, and serves when they come', async () => {
      const servers = [lab.postgres, lab.redis, lab.redisVolatile];
      const world = await open();
      await world.end();
      for (const server of servers) await server.kill();
      const stores = await world.another();
      expect(await stores.ready()).toBe(false);
      const told = waitingOf(stores);
      expect(told).toEqual([true]);
      await expect(stores.accounts.find(newUser())).rejects.toMatchObject({ code: 'relay/waiting' });
      for (const server of servers) await server.start();
      await until('all to be there', () => stores.ready());
      expect(told).toEqual([true, false]);
    });
  },
);
