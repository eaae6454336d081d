import type { TalkRows } from '../webchat/rows';
import { guard } from './guard';
import type { Schema } from './schema';

/** Talks in other people's pages and the texts that were opened there, as lib/webchat sealed them. */
export const talkRows = (db: Schema): TalkRows => ({
  lineKey: () => guard(async () => (await db.talkLineKey.get('key'))?.sealed),
  talks: () => guard(() => db.talks.toArray()),
  line: (id) => guard(() => db.talkLines.get(id)),
  write: (change) =>
    guard(() =>
      db.transaction('rw', [db.talkLineKey, db.talks, db.talkLines], async () => {
        if (change.lineKey !== undefined) await db.talkLineKey.put({ id: 'key', sealed: change.lineKey });
        await db.talks.bulkPut([...(change.talks ?? [])]);
        await db.talkLines.bulkPut([...(change.lines ?? [])]);
        for (const { talk, from, upTo } of change.removeLines ?? [])
          await db.talkLines.where('[talk+order]').between([talk, from], [talk, upTo], true, true).delete();
        for (const id of change.removeTalks ?? []) {
          await db.talks.delete(id);
          await db.talkLines.where('talk').equals(id).delete();
        }
      }),
    ),
});
