import type { Stores } from '../../relay/stores/ports';
import type { Member } from './fleet';

export const silent = { count: () => undefined, gauge: () => undefined, observe: () => undefined };

/** Accounts that nobody can log in to by password; their devices come back by key. */
export async function seed(stores: Pick<Stores, 'accounts'>, members: readonly Member[]): Promise<void> {
  const at = Date.now();
  await Promise.all(
    members.map(({ user, device }) =>
      stores.accounts.create({ user, record: new Uint8Array(192), devices: [{ device, created: at, seen: at }] }),
    ),
  );
}
