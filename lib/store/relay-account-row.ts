import type { RelayAccountRows } from '../chat/rows';
import { guard } from './guard';
import type { Schema } from './schema';

export const relayAccountRows = (db: Schema): RelayAccountRows => ({
  get: () => guard(async () => (await db.relayAccount.get('account'))?.account),
  put: (account) => guard(async () => void (await db.relayAccount.put({ id: 'account', account }))),
  remove: () =>
    guard(() =>
      db.transaction('rw', [db.relayAccount, db.chatDevice, db.outbox, db.inbox], async () => {
        await db.relayAccount.clear();
        await db.chatDevice.clear();
        await db.outbox.clear();
        await db.inbox.clear();
      }),
    ),
});
