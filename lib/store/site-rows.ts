import type { Origin } from '../core/brand';
import type { GrantedSite } from '../core/site-state';
import { guard } from './guard';
import type { Schema } from './schema';

export type GrantRows = {
  list(): Promise<readonly GrantedSite[]>;
  put(grant: GrantedSite): Promise<void>;
  remove(origin: Origin): Promise<void>;
};

export const grantRows = (db: Schema): GrantRows => ({
  list: () => guard(() => db.grants.toArray()),
  put: (grant) => guard(async () => void (await db.grants.put(grant))),
  remove: (origin) => guard(() => db.grants.delete(origin)),
});
