import type { RecordId, UserId } from '../../../lib/core/wire/ids';
import type { ArchiveRecord, ArchiveStore } from '../ports';
import { octets } from './accounts';
import { gather } from './gather';
import type { PostgresLink, Row } from './postgres-link';

type Put = { readonly user: UserId; readonly record: Omit<ArchiveRecord, 'place'>; readonly quotaOctets: number };
const PAGE = 100;

export function createArchive(link: PostgresLink): ArchiveStore {
  // One commit for all of one moment. By user, so that two processes never wait for each other's locks.
  const put = gather<Put, 'stored' | 'full'>(
    async (puts) => {
      const sql = `
        select number::int, archive_put(who, what, sent, payload, quota) as stored from (
          select * from unnest($1::text[], $2::text[], $3::bigint[], $4::bytea[], $5::bigint[])
            with ordinality as given (who, what, sent, payload, quota, number)
          order by who, number
        ) as ordered`;
      const rows = await link.query(sql, [
        puts.map(({ user }) => user),
        puts.map(({ record }) => record.id),
        puts.map(({ record }) => record.at),
        puts.map(({ record }) => octets(record.payload)),
        puts.map(({ quotaOctets }) => quotaOctets),
      ]);
      const stored = new Map(rows.map((row) => [Number(row.number), row.stored === true]));
      return puts.map((_, index) => (stored.get(index + 1) === true ? 'stored' : 'full'));
    },
    { most: 128, inFlight: 4 },
  );

  return {
    put: (user, record, quotaOctets) => put({ user, record, quotaOctets }),
    async list(user, after, most) {
      // octet_length asks the row, not the octets, which are kept apart where they are long.
      const sql = `
        with page as (
          select place, row_number() over (order by place) as number,
            sum(octet_length(payload)) over (order by place) as total
          from (select place, payload from archive where user_id = $1 and place > $2 order by place limit $3 + 1) as near
        )
        select place::float8 as place, id, at::float8 as at, payload, (select count(*) from page)::int as found
        from page join archive using (place)
        where user_id = $1 and number <= $3 and (total <= $4 or number = 1) order by place`;
      const rows = await link.query(sql, [user, after, most.count, most.octets]);
      return { records: rows.map(toRecord), more: Number(rows[0]?.found ?? 0) > rows.length };
    },
    async remove(user, ids) {
      await link.query('select archive_remove($1, $2::text[])', [user, ids]);
    },
    async clear(user) {
      await link.query('select archive_clear($1)', [user]);
    },
    all: () => everyRecord(link),
  };
}

async function* everyRecord(
  link: PostgresLink,
): AsyncGenerator<{ readonly user: UserId; readonly record: Omit<ArchiveRecord, 'place'> }> {
  let last: readonly [string, number] = ['', 0];
  for (;;) {
    const sql = `
      select user_id, place::float8 as place, id, at::float8 as at, payload from archive
      where (user_id, place) > ($1, $2) order by user_id, place limit ${PAGE}`;
    const rows = await link.query(sql, last);
    for (const row of rows) {
      const { place, ...record } = toRecord(row);
      const user = row.user_id as UserId;
      last = [user, place];
      yield { user, record };
    }
    if (rows.length < PAGE) return;
  }
}

const toRecord = (row: Row): ArchiveRecord => ({
  place: Number(row.place),
  id: row.id as RecordId,
  at: Number(row.at),
  payload: row.payload as Buffer,
});
