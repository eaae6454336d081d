import type { CallRows } from '../calls/ports';
import { guard } from './guard';
import type { Schema } from './schema';

/** What is kept of calls, as lib/calls and lib/pagecalls sealed it. */
export const callRows = (db: Schema): CallRows => ({
  get: (key) => guard(async () => (await db.calls.get(key))?.sealed),
  put: (key, sealed) => guard(() => db.calls.put({ key, sealed }).then(() => undefined)),
  remove: (key) => guard(() => db.calls.delete(key)),
  keys: (prefix) => guard(() => db.calls.where('key').startsWith(prefix).primaryKeys()),
});
