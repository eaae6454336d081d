import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { type RecordId, toHex } from '../../../lib/core/wire/ids';
import { openRelay } from '../../support/relay/fakes/desk';
import { sealedPayload } from '../../support/relay/payload';

const newRecord = (octets = 100) => ({
  id: toHex(randomBytes(16)) as RecordId,
  payload: sealedPayload(octets, 'archive'),
});

it('gives records back page after page, oldest first, to the account alone', async () => {
  const relay = await openRelay();
  const { desk } = await relay.newcomer('anna');
  const { desk: bob } = await relay.newcomer('bob');
  const records = Array.from({ length: 5 }, () => newRecord());
  for (const record of records) await desk.ask('archive.put', record);
  const first = await desk.ask('archive.list', { after: 0, limit: 3 });
  expect(first.more).toBe(true);
  const rest = await desk.ask('archive.list', { after: first.records.at(-1)?.place ?? 0, limit: 3 });
  expect(rest.more).toBe(false);
  const all = [...first.records, ...rest.records];
  expect(all.map(({ id }) => id)).toEqual(records.map(({ id }) => id));
  expect(all.map(({ payload }) => new Uint8Array(payload))).toEqual(records.map(({ payload }) => payload));
  expect(await bob.ask('archive.list', { after: 0, limit: 3 })).toEqual({ records: [], more: false });
});

it('gives pages that fit into an answer, whatever limit is asked for, and at least one record', async () => {
  const relay = await openRelay();
  const { desk } = await relay.newcomer('anna');
  for (let count = 0; count < 20; count++) await desk.ask('archive.put', newRecord(65_536));
  const page = await desk.ask('archive.list', { after: 0, limit: 65_535 });
  expect(page.more).toBe(true);
  expect(page.records.length).toBeLessThanOrEqual(16);
  expect((await desk.ask('archive.list', { after: 0, limit: 0 })).records).toHaveLength(1);
});

it('replaces, deletes and clears records of the account alone', async () => {
  const relay = await openRelay();
  const { desk } = await relay.newcomer('anna');
  const { desk: bob } = await relay.newcomer('bob');
  const [one, other] = [newRecord(), newRecord()];
  for (const record of [one, other]) await desk.ask('archive.put', record);
  const payload = sealedPayload(50, 'archive');
  await desk.ask('archive.put', { id: one.id, payload });
  await bob.ask('archive.put', { ...newRecord(), id: other.id });
  await bob.ask('archive.delete', { ids: [one.id] });
  await bob.ask('archive.clear', undefined);
  const ids = async () => (await desk.ask('archive.list', { after: 0, limit: 9 })).records;
  expect((await ids()).map(({ id }) => id)).toEqual([one.id, other.id]);
  expect(new Uint8Array((await ids())[0]?.payload ?? [])).toEqual(payload);
  await desk.ask('archive.delete', { ids: [one.id] });
  expect((await ids()).map(({ id }) => id)).toEqual([other.id]);
  await desk.ask('archive.clear', undefined);
  expect(await ids()).toEqual([]);
});

it('[req 38] takes no more than the quota, and again what fits once something went', async () => {
  const relay = await openRelay({ limits: { archiveOctetsPerUser: 250 } });
  const { desk } = await relay.newcomer('anna');
  const [one, other, third] = [newRecord(), newRecord(), newRecord()];
  await desk.ask('archive.put', one);
  await desk.ask('archive.put', other);
  await expect(desk.ask('archive.put', third)).rejects.toMatchObject({ code: 'relay/quota' });
  await desk.ask('archive.delete', { ids: [one.id] });
  await desk.ask('archive.put', third);
});

it('[req 35] refuses what is not sealed, a private key, and what is too large', async () => {
  const relay = await openRelay();
  const { desk } = await relay.newcomer('anna');
  const refused = [
    [Buffer.from('Dear diary, today I met somebody.'), 'relay/unsealed'],
    [Buffer.from('-----BEGIN PGP PRIVATE KEY BLOCK-----'), 'relay/private-key'],
    [sealedPayload(relay.ctx.config.limits.payloadOctets + 1, 'archive'), 'relay/too-large'],
  ] as const;
  for (const [payload, code] of refused) {
    await expect(desk.ask('archive.put', { ...newRecord(), payload })).rejects.toMatchObject({ code });
  }
  expect(await desk.ask('archive.list', { after: 0, limit: 9 })).toEqual({ records: [], more: false });
});
