import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toHex } from '../../../lib/core/wire/ids';
import { buildRelay } from '../../../scripts/relay.mjs';
import { newcomer, register } from '../../support/relay/account';
import { connectRelay } from '../../support/relay/client';
import { newMessageId, sealedPayload } from '../../support/relay/payload';
import { searchMemory } from '../../support/relay/process-memory';
import { type RelayProcess, startRelay } from '../../support/relay/relay-process';

/** Everything under a folder, as one text of octets. */
const contents = (folder: string): Buffer =>
  Buffer.concat(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name))),
  );

describe.skipIf(process.platform !== 'linux')('what a relay knows of a session (memory: Linux only)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-session-'));
  let relay: RelayProcess;
  beforeAll(async () => {
    relay = await startRelay(await buildRelay(), ['--port', '0', '--data', folder]);
  });
  afterAll(async () => {
    await relay.kill();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('lies in its memory while it lasts, and nowhere after its end: memory, disk, log [req 35]', async () => {
    const anna = await newcomer(relay.url, 'anna');
    const bert = await newcomer(relay.url, 'bert');
    const { session } = await anna.relay.ask('session.open', { peer: bert.account.user });
    expect(await bert.relay.next('session')).toMatchObject({ session, state: 'started' });
    const id = Buffer.from(session);
    const hex = Buffer.from(toHex(session));
    const pid = relay.child.pid ?? 0;
    const [during, asText] = searchMemory(pid, [id, hex]);
    expect(during).toBeGreaterThan(0);
    // A string could not be wiped.
    expect(asText).toBe(0);

    await bert.relay.ask('session.close', { session });
    const ended = await anna.relay.next('session', ({ state }) => state === 'ended');
    expect(ended.session).toEqual(session);
    // Other traffic, as there always is; it must not be what wipes.
    anna.relay.send({ kind: 'send', id: newMessageId(), to: [bert.account.device], payload: sealedPayload() });
    await bert.relay.next('deliver');

    expect(searchMemory(pid, [id, hex])).toEqual([0, 0]);
    const kept = contents(folder);
    const log = relay.printed.join('\n');
    expect(kept.includes(id) || kept.includes(hex)).toBe(false);
    expect(log).not.toContain(toHex(session));
    expect(log).not.toContain(anna.account.user);
    await Promise.all([anna.relay.close(), bert.relay.close()]);
  });

  it('holds no password at any time: memory, disk, log [req 35]', async () => {
    const password = `correct horse ${newMessageId()}`;
    const client = await connectRelay(relay.url);
    const { user } = await register(client, 'carl', password);
    const [name = 0, secret] = searchMemory(relay.child.pid ?? 0, [Buffer.from(user), Buffer.from(password)]);
    // The search sees what is there: who is logged in.
    expect(name).toBeGreaterThan(0);
    expect(secret).toBe(0);
    expect(contents(folder).includes(password)).toBe(false);
    expect(relay.printed.join('\n')).not.toContain(password);
    await client.close();
  });
});
