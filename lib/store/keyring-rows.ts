import type { ContactRows, OwnKeyRows } from '../keyring/ports';
import { guard } from './guard';
import type { Schema } from './schema';

export const ownKeyRows = (db: Schema): OwnKeyRows => ({
  all: () => guard(() => db.ownKeys.toArray()),
  get: (fingerprint) => guard(() => db.ownKeys.get(fingerprint)),
  put: (rows) => guard(async () => void (await db.ownKeys.bulkPut([...rows]))),
  remove: (fingerprint) => guard(() => db.ownKeys.delete(fingerprint)),
});

export const contactRows = (db: Schema): ContactRows => ({
  all: () => guard(() => db.certificates.toArray()),
  get: (fingerprint) => guard(() => db.certificates.get(fingerprint)),
  claiming: (email) => guard(() => db.certificates.where('addresses').equals(email).toArray()),
  bindings: () => guard(() => db.addressBindings.toArray()),
  binding: (email) => guard(() => db.addressBindings.get(email)),
  write: ({ put = [], remove = [], bind = [], unbind = [] }) =>
    guard(() =>
      db.transaction('rw', db.certificates, db.addressBindings, async () => {
        await db.certificates.bulkDelete([...remove]);
        await db.certificates.bulkPut([...put]);
        await db.addressBindings.bulkDelete([...unbind]);
        await db.addressBindings.bulkPut([...bind]);
      }),
    ),
});
