import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { invitationHash } from '../../../relay/accounts/invitations';
import { loadOpaqueSetup } from '../../../relay/accounts/setup';
import { runAdmin } from '../../../relay/admin/run-admin';
import type { Settings } from '../../../relay/config/config';
import type { Command } from '../../../relay/config/read-settings';
import { createEmbeddedStores } from '../../../relay/stores/embedded/embedded-stores';
import type { Stores } from '../../../relay/stores/ports';
import { ALL, account, envelope, newDevice, octets, ROOM } from '../../support/relay/contract/values';
import { fillStores, portraitOf } from '../../support/relay/lab/full-stores';
import { settingsOf } from '../../support/relay/lab/settings';

const SILENT = { log: () => undefined, metrics: { count: () => {}, gauge: () => {}, observe: () => {} } };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sotto-backup-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const settings = (name: string): Settings => settingsOf(['--data', join(folder, name)]);
const open = (name: string): Promise<Stores> => createEmbeddedStores({ folder: join(folder, name), ...SILENT });

async function command(name: Command, args: readonly string[], given: Settings) {
  const lines: string[] = [];
  const words = { out: (line: string) => void lines.push(line), tell: (line: string) => void lines.push(line) };
  return { code: await runAdmin(name, args, given, words), lines };
}

describe('a backup of the embedded store', () => {
  it('becomes the same store when it is restored, with the setup of OPAQUE', async () => {
    const from = await open('from');
    await fillStores(from);
    const setup = await loadOpaqueSetup(settings('from'));
    const file = join(folder, 'all.backup');
    expect((await command('backup', [file], settings('from'))).code).toBe(0);
    const portrait = await portraitOf(from);
    await from.close();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).toSorted()).toEqual(['all.backup', 'from']);

    expect((await command('restore', [file], settings('to'))).code).toBe(0);
    const to = await open('to');
    expect(await portraitOf(to)).toBe(portrait);
    await to.close();
    expect(await loadOpaqueSetup(settings('to'))).toBe(setup);
  });

  it('holds the setup of OPAQUE also where it is given by value', async () => {
    await (await open('from')).close();
    const setup = await loadOpaqueSetup(settings('elsewhere'));
    const file = join(folder, 'all.backup');
    await command('backup', [file], { ...settings('from'), opaqueSetup: setup });
    await command('restore', [file], settings('to'));
    expect(await loadOpaqueSetup(settings('to'))).toBe(setup);
  });

  it('[req 37] is of one moment while the relay goes on: no gap in any mailbox, nothing lost that was stored before', async () => {
    const stores = await open('from');
    const device = newDevice();
    const sent: string[] = [];
    const going = new AbortController();
    const traffic = (async () => {
      while (!going.signal.aborted) {
        const batch = Array.from({ length: 20 }, () => envelope({ payload: octets(600) }));
        await Promise.all(batch.map((one) => stores.mailboxes.append(one, [device], ROOM)));
        sent.push(...batch.map(({ id }) => id));
      }
    })();
    const before: string[] = [];
    while (before.length < 200) {
      await stores.accounts.create(account());
      before.splice(0, before.length, ...sent);
    }
    const file = join(folder, 'running.backup');
    expect((await command('backup', [file], settings('from'))).code).toBe(0);
    going.abort();
    await traffic;
    await stores.close();

    await command('restore', [file], settings('to'));
    const restored = await open('to');
    const held = (await restored.mailboxes.read(device, 0, ALL)).map(({ id }) => id);
    await restored.close();
    expect(held.length).toBeGreaterThanOrEqual(before.length);
    expect(held).toEqual(sent.slice(0, held.length));
  });

  it('can be looked into with tar, and lists the sum of each file as sha256sum does', async () => {
    const from = await open('from');
    await fillStores(from, 3, 5);
    await from.close();
    const file = join(folder, 'all.backup');
    await command('backup', [file], settings('from'));
    const there = mkdtempSync(join(folder, 'look-'));
    execFileSync('tar', ['-xf', file, '-C', there]);
    const sums = readFileSync(join(there, 'SHA256SUMS'), 'utf8').trim().split('\n');
    expect(sums.map((line) => line.slice(66))).toContain('relay.sqlite');
    for (const line of sums) {
      const octetsOf = readFileSync(join(there, line.slice(66)));
      expect(line.slice(0, 64)).toBe(createHash('sha256').update(octetsOf).digest('hex'));
    }
  });

  it('is not written over a file, nor restored over data', async () => {
    const from = await open('from');
    await fillStores(from, 3, 5);
    await from.close();
    const file = join(folder, 'all.backup');
    writeFileSync(file, 'mine');
    expect(await command('backup', [file], settings('from'))).toMatchObject({ code: 1 });
    expect(readFileSync(file, 'utf8')).toBe('mine');
    rmSync(file);
    await command('backup', [file], settings('from'));
    const before = readFileSync(join(folder, 'from', 'relay.sqlite'));
    const { code, lines } = await command('restore', [file], settings('from'));
    expect([code, lines]).toEqual([1, ['There is data here already, and nothing was changed. Choose an empty store.']]);
    expect(readFileSync(join(folder, 'from', 'relay.sqlite'))).toEqual(before);
  });

  it('is refused where one octet changed, or the end is missing, and leaves nothing behind', async () => {
    const from = await open('from');
    await fillStores(from, 3, 20);
    await from.close();
    const file = join(folder, 'all.backup');
    await command('backup', [file], settings('from'));
    const whole = readFileSync(file);
    const spoilt = [0.1, 0.5, 0.9].map((part) => {
      const copy = Buffer.from(whole);
      const at = Math.floor(copy.length * part);
      copy[at] = (copy[at] ?? 0) ^ 1;
      return copy;
    });
    for (const [index, octetsOf] of [...spoilt, whole.subarray(0, -2_048), whole.subarray(0, 700)].entries()) {
      writeFileSync(file, octetsOf);
      expect((await command('restore', [file], settings(`to-${index}`))).lines).toEqual([
        'This is not a whole backup, so nothing was changed. Take another one.',
      ]);
      expect(readdirSync(join(folder, `to-${index}`))).toEqual([]);
    }
  });

  it('names no place but those of a data folder: a forged path is refused', async () => {
    const inside = join(folder, 'inside');
    execFileSync('bash', ['-c', `mkdir ${inside} && echo x > ${inside}/relay.sqlite && echo y > ${folder}/outside`]);
    const file = join(folder, 'forged.backup');
    execFileSync('tar', ['--format=ustar', '-P', '-cf', file, '-C', inside, 'relay.sqlite', '../outside']);
    expect((await command('restore', [file], settings('to'))).code).toBe(1);
    expect(readdirSync(join(folder, 'to'))).toEqual([]);
  });
});

describe('the commands', () => {
  it('say how they are called where they are called wrongly', async () => {
    for (const [name, args] of [
      ['backup', []],
      ['restore', ['a', 'b']],
      ['migrate', ['a']],
      ['invite', ['a']],
    ] as const) {
      expect((await command(name, args, settings('none'))).code).toBe(2);
    }
  });

  it('[req 38] make an invitation that is good once, also while the relay runs', async () => {
    const stores = await open('from');
    const { code, lines } = await command('invite', [], settings('from'));
    expect(code).toBe(0);
    const [invitation = ''] = lines;
    expect(invitation).toMatch(/^[0-9a-f]{30}$/);
    expect(await stores.accounts.redeem(invitationHash(invitation), Date.now())).toBe(true);
    expect(await stores.accounts.redeem(invitationHash(invitation), Date.now())).toBe(false);
    const [late = ''] = (await command('invite', [], settings('from'))).lines;
    expect(await stores.accounts.redeem(invitationHash(late), Date.now() + 8 * 24 * 3_600_000)).toBe(false);
    await stores.close();
  });
});
