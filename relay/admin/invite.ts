import { join } from 'node:path';
import { invitationHash, newInvitation } from '../accounts/invitations';
import type { Settings } from '../config/config';
import { createAccounts } from '../stores/embedded/accounts';
import { openDatabase } from '../stores/embedded/database';
import { createGroupCommit } from '../stores/embedded/group-commit';
import type { AccountStore } from '../stores/ports';
import { DATABASE, isEmptyOfData } from './data-folder';
import { withStores } from './open-quietly';

const WEEK_MS = 7 * 24 * 3_600_000;

/** Makes an invitation that is good once, for a week; the store holds its hash alone. Answers the code. */
export async function invite(settings: Settings, now: number): Promise<string> {
  const code = newInvitation();
  const put = (accounts: AccountStore) => accounts.invite(invitationHash(code), now + WEEK_MS);
  const running = settings.store === 'embedded' && !(await isEmptyOfData(settings.dataFolder));
  if (running) await beside(settings.dataFolder, put);
  else await withStores(settings, ({ accounts }) => put(accounts));
  return code;
}

/** Writes into the file of a relay that may be running: one row, of which no process holds anything in memory. */
async function beside(folder: string, work: (accounts: AccountStore) => Promise<void>): Promise<void> {
  const file = join(folder, DATABASE);
  const database = openDatabase(file);
  const silent = { count: () => undefined, gauge: () => undefined, observe: () => undefined };
  try {
    const commits = await createGroupCommit(database, `${file}-wal`, { log: () => undefined, metrics: silent });
    try {
      await work(createAccounts(database, commits));
    } finally {
      await commits.close();
    }
  } finally {
    database.close();
  }
}
