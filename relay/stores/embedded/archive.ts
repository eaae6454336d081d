import type { RecordId, UserId } from '../../../lib/core/wire/ids';
import type { ArchiveRecord, ArchiveStore } from '../ports';
import { idOctets, idText } from '../shared/row-ids';
import type { Database } from './database';
import type { GroupCommit } from './group-commit';

type RecordRow = [place: number, id: Uint8Array, at: number, payload: Uint8Array];

const AT_ONCE = 200;

/** Octets of each archive are counted beside it, so that a quota is one look. */
export function createArchive(database: Database, commits: GroupCommit): ArchiveStore {
  const find = database.prepare<[number: number, octets: number]>('SELECT number, octets FROM archives WHERE user = ?');
  const open = database.prepare<[number: number]>('INSERT INTO archives (user, octets) VALUES (?, 0) RETURNING number');
  const count = database.prepare('UPDATE archives SET octets = octets + ? WHERE number = ?');
  const close = database.prepare('DELETE FROM archives WHERE number = ?');
  const held = database.prepare<[octets: number]>('SELECT length(payload) FROM records WHERE archive = ? AND id = ?');
  const put = database.prepare(
    `INSERT INTO records (archive, id, at, payload) VALUES (?, ?, ?, ?)
     ON CONFLICT (archive, id) DO UPDATE SET at = excluded.at, payload = excluded.payload`,
  );
  const list = database.prepare<RecordRow>(
    'SELECT place, id, at, payload FROM records WHERE archive = ? AND place > ? ORDER BY place LIMIT ?',
  );
  const remove = database.prepare<[octets: number]>(
    'DELETE FROM records WHERE archive = ? AND id = ? RETURNING length(payload)',
  );
  const removeSome = database.prepare(
    'DELETE FROM records WHERE place IN (SELECT place FROM records WHERE archive = ? LIMIT ?)',
  );
  const walk = database.prepare<[...RecordRow, user: string]>(
    `SELECT place, id, at, payload, user FROM records JOIN archives ON number = archive
     WHERE place > ? ORDER BY place LIMIT ?`,
  );

  return {
    put: (user, { id, at, payload }, quotaOctets) =>
      commits.write(() => {
        const [number, octets] = find.get(user) ?? [undefined, 0];
        const before = number === undefined ? 0 : (held.get(number, idOctets(id))?.[0] ?? 0);
        if (octets - before + payload.length > quotaOctets) return 'full';
        const archive = number ?? open.get(user)?.[0] ?? 0;
        put.run(archive, idOctets(id), at, payload);
        count.run(payload.length - before, archive);
        return 'stored';
      }),
    list: (user, after, most) =>
      commits.read(() => {
        const records: ArchiveRecord[] = [];
        const [number] = find.get(user) ?? [];
        if (number === undefined) return { records, more: false };
        let octets = 0;
        for (const row of list.iterate(number, after, most.count + 1)) {
          octets += row[3].length;
          if (records.length >= most.count || (records.length > 0 && octets > most.octets))
            return { records, more: true };
          records.push(recordOf(row));
        }
        return { records, more: false };
      }),
    remove: (user, ids) =>
      commits.write(() => {
        const [number] = find.get(user) ?? [];
        if (number === undefined) return;
        let freed = 0;
        for (const id of ids) freed += remove.get(number, idOctets(id))?.[0] ?? 0;
        count.run(-freed, number);
      }),
    clear: async (user) => {
      const [number] = (await commits.read(() => find.get(user))) ?? [];
      if (number === undefined) return;
      const clearSome = (): boolean => removeSome.run(number, AT_ONCE) > 0 || close.run(number) < 0;
      while (await commits.write(clearSome));
    },
    all: async function* () {
      for (let after = 0; ; ) {
        const some = await commits.read(() => walk.all(after, AT_ONCE));
        for (const [place, id, at, payload, user] of some) {
          after = place;
          yield { user: user as UserId, record: { id: idText<RecordId>(id), at, payload } };
        }
        if (some.length < AT_ONCE) return;
      }
    },
  };
}

const recordOf = ([place, id, at, payload]: RecordRow): ArchiveRecord => ({ place, id: idText(id), at, payload });
