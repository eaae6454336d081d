import { AppError } from '../../../lib/core/errors';
import type { DeviceId, UserId } from '../../../lib/core/wire/ids';
import type { Account, AccountStore } from '../ports';
import { gather } from './gather';
import { isTaken, type PostgresLink, type Row } from './postgres-link';

const PAGE = 500;

const ACCOUNT = `
  select user_id, record,
    coalesce(array_agg(device order by created, device) filter (where device is not null), '{}') as devices,
    coalesce(array_agg(created::float8 order by created, device) filter (where device is not null), '{}') as created,
    coalesce(array_agg(seen::float8 order by created, device) filter (where device is not null), '{}') as seen
  from accounts left join devices using (user_id)`;

export function createAccounts(link: PostgresLink): AccountStore {
  // Every message asks: those of one moment share one question.
  const known = gather<readonly DeviceId[], ReadonlySet<DeviceId>>(
    async (lists) => {
      const all = [...new Set(lists.flat())];
      const rows = await link.query('select device from devices where device = any($1::text[])', [all]);
      const found = new Set(rows.map(({ device }) => device as DeviceId));
      return lists.map((list) => new Set(list.filter((device) => found.has(device))));
    },
    { most: 1_000, inFlight: 2 },
  );

  return {
    async create({ user, record, devices }) {
      const sql = `
        with fresh as (insert into accounts values ($1, $2) on conflict do nothing returning user_id),
          added as (
            insert into devices select device, user_id, created, seen
            from fresh, unnest($3::text[], $4::bigint[], $5::bigint[]) as given (device, created, seen)
          )
        select count(*)::int as made from fresh`;
      const columns = [
        devices.map(({ device }) => device),
        devices.map(({ created }) => created),
        devices.map(({ seen }) => seen),
      ];
      try {
        const [row] = await link.query(sql, [user, octets(record), ...columns]);
        return row?.made === 1 ? 'created' : 'taken';
      } catch (error) {
        throw isTaken(error) ? new AppError('relay/login-failed', { cause: error }) : error;
      }
    },
    async find(user) {
      const [row] = await link.query(`${ACCOUNT} where user_id = $1 group by user_id`, [user]);
      return row === undefined ? undefined : toAccount(row);
    },
    async setRecord(user, record) {
      await link.query('update accounts set record = $2 where user_id = $1', [user, octets(record)]);
    },
    async remove(user) {
      await link.query('delete from accounts where user_id = $1', [user]);
    },
    async addDevice(user, device, now, most) {
      const [row] = await link.query('select add_device($1, $2, $3, $4) as outcome', [user, device, now, most]);
      const outcome = row?.outcome;
      if (outcome === 'added' || outcome === 'full') return outcome;
      throw new AppError(outcome === 'relay/not-found' ? 'relay/not-found' : 'relay/login-failed');
    },
    async removeDevice(user, device) {
      const sql = 'delete from devices where user_id = $1 and device = $2 returning 1';
      return (await link.query(sql, [user, device])).length > 0;
    },
    knownDevices: async (devices) => (devices.length === 0 ? new Set() : await known(devices)),
    async invite(hash, expires) {
      const sql = 'insert into invitations values ($1, $2) on conflict (hash) do update set expires = excluded.expires';
      await link.query(sql, [hash, expires]);
    },
    async redeem(hash, now) {
      const sql = 'delete from invitations where hash = $1 returning expires > $2::bigint as good';
      const [row] = await link.query(sql, [hash, now]);
      return row?.good === true;
    },
    all: () => everyAccount(link),
    invitations: () => everyInvitation(link),
  };
}

async function* everyAccount(link: PostgresLink): AsyncGenerator<Account> {
  for (let last = ''; ; ) {
    const sql = `${ACCOUNT} where user_id > $1 group by user_id order by user_id limit ${PAGE}`;
    const rows = await link.query(sql, [last]);
    for (const row of rows) yield toAccount(row);
    if (rows.length < PAGE) return;
    last = String(rows.at(-1)?.user_id);
  }
}

async function* everyInvitation(
  link: PostgresLink,
): AsyncGenerator<{ readonly hash: string; readonly expires: number }> {
  const rows = await link.query('select hash, expires::float8 as expires from invitations order by hash', []);
  for (const row of rows) yield { hash: String(row.hash), expires: Number(row.expires) };
}

function toAccount(row: Row): Account {
  const list = (name: string) => row[name] as readonly unknown[];
  return {
    user: row.user_id as UserId,
    record: row.record as Buffer,
    devices: list('devices').map((device, index) => ({
      device: device as DeviceId,
      created: Number(list('created')[index]),
      seen: Number(list('seen')[index]),
    })),
  };
}

/** pg takes a Buffer for bytea, and would write any other octets as JSON. */
export const octets = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
