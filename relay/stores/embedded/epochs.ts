import type { GroupId } from '../../../lib/core/wire/ids';
import type { EpochStore } from '../ports';
import { idOctets, idText } from '../shared/row-ids';
import type { Database } from './database';
import type { GroupCommit } from './group-commit';

const AT_ONCE = 500;

export function createEpochs(database: Database, commits: GroupCommit): EpochStore {
  const find = database.prepare<[epoch: number]>('SELECT epoch FROM epochs WHERE team = ?');
  const set = database.prepare(
    `INSERT INTO epochs (team, epoch, at) VALUES (?, ?, ?)
     ON CONFLICT (team) DO UPDATE SET epoch = excluded.epoch, at = excluded.at`,
  );
  const expire = database.prepare('DELETE FROM epochs WHERE at < ?');
  const walk = database.prepare<[team: Uint8Array, epoch: number, at: number]>(
    'SELECT team, epoch, at FROM epochs WHERE team > ? ORDER BY team LIMIT ?',
  );
  return {
    advance: (group, expected, now) =>
      commits.write(() => {
        const [epoch] = find.get(idOctets(group)) ?? [expected];
        if (epoch !== expected) return { accepted: false, epoch };
        set.run(idOctets(group), expected + 1, now);
        return { accepted: true, epoch: expected + 1 };
      }),
    expire: (before) => commits.write(() => expire.run(before)),
    all: async function* () {
      for (let after = new Uint8Array(); ; ) {
        const some = await commits.read(() => walk.all(after, AT_ONCE));
        for (const [team, epoch, at] of some) yield { group: idText<GroupId>(team), epoch, at };
        if (some.length < AT_ONCE) return;
        after = new Uint8Array(some.at(-1)?.[0] ?? after);
      }
    },
  };
}
