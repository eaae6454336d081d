import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadOpaqueSetup } from '../../../relay/accounts/setup';
import { runAdmin } from '../../../relay/admin/run-admin';
import type { Settings } from '../../../relay/config/config';
import type { Command } from '../../../relay/config/read-settings';
import { openStores } from '../../../relay/open-stores';
import type { Stores } from '../../../relay/stores/ports';
import { account, newUser, octets } from '../../support/relay/contract/values';
import { fillStores, portraitOf } from '../../support/relay/lab/full-stores';
import { settingsOf } from '../../support/relay/lab/settings';
import { type StoreLab, startStoreLab, storeLabMissing } from '../../support/relay/lab/store-lab';

const missing = storeLabMissing();
const SILENT = { log: () => undefined, metrics: { count: () => {}, gauge: () => {}, observe: () => {} } };

describe.skipIf(missing !== undefined)(`the scaled relay${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let lab: StoreLab;
  let folder: string;
  let embedded: Settings;
  let scaled: Settings;
  const open = new Set<Stores>();

  beforeAll(async () => {
    lab = await startStoreLab();
  });
  afterAll(() => lab.destroy());
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sotto-migrate-'));
    const { postgresUrl, redisUrl, redisVolatileUrl } = await lab.fresh();
    embedded = settingsOf(['--data', join(folder, 'data')]);
    scaled = settingsOf(['--data', join(folder, 'data'), '--store', 'scaled'], {
      SOTTO_RELAY_POSTGRES_URL: postgresUrl,
      SOTTO_RELAY_REDIS_URL: redisUrl,
      SOTTO_RELAY_REDIS_VOLATILE_URL: redisVolatileUrl,
      SOTTO_RELAY_OPAQUE_SETUP: await loadOpaqueSetup(embedded),
    });
  });
  afterEach(async () => {
    for (const stores of open) await stores.close();
    open.clear();
    rmSync(folder, { recursive: true, force: true });
  });

  const start = async (settings: Settings): Promise<Stores> => {
    const stores = await openStores(settings, SILENT);
    open.add(stores);
    return stores;
  };
  const stop = async (stores: Stores) => {
    open.delete(stores);
    await stores.close();
  };
  const command = async (name: Command, settings: Settings, ...args: string[]) => {
    const lines: string[] = [];
    const words = { out: (line: string) => void lines.push(line), tell: (line: string) => void lines.push(line) };
    return { code: await runAdmin(name, args, settings, words), text: lines.join('\n') };
  };
  const filled = async (): Promise<string> => {
    const from = await start(embedded);
    await fillStores(from);
    const portrait = await portraitOf(from);
    await stop(from);
    return portrait;
  };

  it('takes everything of the embedded one, in order, and says how much', async () => {
    const portrait = await filled();
    const { code, text } = await command('migrate', scaled);
    expect(code).toBe(0);
    expect(text).toMatch(
      /^Copied: 20 accounts, 20 devices, 1 invitations, \d+ waiting messages, 100 archive records, 20 groups\.$/m,
    );
    expect(await portraitOf(await start(scaled))).toBe(portrait);
  });

  it('goes on where a migration was cut off, and a second one changes nothing', async () => {
    const portrait = await filled();
    const cut = await start(scaled);
    const half = await start(embedded);
    let count = 0;
    for await (const one of half.accounts.all()) if (count++ < 7) await cut.accounts.create(one);
    count = 0;
    for await (const { envelope, to } of half.mailboxes.all()) {
      if (count++ < 50) await cut.mailboxes.append(envelope, to, { messages: 1e6, octets: 1e9 });
    }
    await stop(half);
    await stop(cut);
    for (let times = 0; times < 2; times++) {
      expect((await command('migrate', scaled)).code).toBe(0);
      const stores = await start(scaled);
      expect(await portraitOf(stores)).toBe(portrait);
      await stop(stores);
    }
  });

  it('refuses to mix with another relay: the same name with another password', async () => {
    const from = await start(embedded);
    const user = newUser();
    await from.accounts.create(account({ user }));
    await stop(from);
    const to = await start(scaled);
    await to.accounts.create(account({ user, record: octets(192) }));
    await stop(to);
    expect(await command('migrate', scaled)).toMatchObject({
      code: 1,
      text: 'The two stores hold different things under the same name. Copy into an empty store.',
    });
  });

  it('refuses to go on with another setup of OPAQUE, with which no password is right', async () => {
    await filled();
    writeFileSync(join(folder, 'data', 'opaque-setup'), 'another\n');
    expect((await command('migrate', scaled)).code).toBe(1);
    const stores = await start(scaled);
    for await (const _ of stores.accounts.all()) expect.unreachable('nothing was copied');
  });

  it('does not migrate under a running relay, nor from nothing', async () => {
    const running = await start(embedded);
    await fillStores(running, 2, 2);
    expect((await command('migrate', scaled)).code).toBe(1);
    await stop(running);
    const empty = settingsOf(['--data', join(folder, 'empty')]);
    expect((await command('migrate', { ...scaled, dataFolder: empty.dataFolder })).code).toBe(1);
  });

  it('is backed up into the same kind of file, and restored from it into an empty one of either kind', async () => {
    const portrait = await filled();
    await command('migrate', scaled);
    const file = join(folder, 'all.backup');
    expect((await command('backup', scaled, file)).code).toBe(0);
    expect(await command('restore', scaled, file)).toMatchObject({ code: 1 });

    await lab.fresh();
    const there = { ...scaled, dataFolder: join(folder, 'scaled') };
    expect((await command('restore', there, file)).code).toBe(0);
    const restored = await start(there);
    expect(await portraitOf(restored)).toBe(portrait);
    await stop(restored);

    const one = { ...embedded, dataFolder: join(folder, 'one') };
    expect((await command('restore', one, file)).code).toBe(0);
    expect(await portraitOf(await start(one))).toBe(portrait);
  });

  it('makes invitations', async () => {
    const { code, text } = await command('invite', scaled);
    expect([code, text]).toEqual([0, expect.stringMatching(/^[0-9a-f]{30}$/)]);
    const stores = await start(scaled);
    const invitations: number[] = [];
    for await (const { expires } of stores.accounts.invitations()) invitations.push(expires);
    expect(invitations).toHaveLength(1);
  });
});
