import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { buildRelay } from '../../../scripts/relay.mjs';
import { comeBack, logIn, newcomer } from '../../support/relay/account';
import { connectRelay } from '../../support/relay/client';
import { newMessageId, sealedPayload } from '../../support/relay/payload';
import { startRelay } from '../../support/relay/relay-process';

const folder = mkdtempSync(join(tmpdir(), 'sotto-canaries-'));
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

const filesIn = (place: string): string[] =>
  readdirSync(place, { recursive: true })
    .map((name) => join(place, String(name)))
    .filter((path) => statSync(path).isFile());

describe('all that a relay says in a whole scenario', () => {
  it('holds no name, id, address, ticket, password or text of anybody [req 35]', async () => {
    const accessLog = join(folder, 'access.log');
    const data = join(folder, 'data');
    const args = ['--port', '0', '--data', data, '--access-log', accessLog, '--log-level', 'info'];
    const relay = await startRelay(await buildRelay(), args);
    const base = relay.url.replace('ws:', 'http:');
    const password = 'canary password of anna';
    const canaries: string[] = [password, '127.0.0.1', '::1', '203.0.113.77', 'canary'];

    const anna = await newcomer(relay.url, 'annacanary');
    const bob = await newcomer(relay.url, 'bobcanary');
    canaries.push(anna.account.user, bob.account.user, anna.account.device, bob.account.device, 'annacanary');
    const id = newMessageId();
    const payload = sealedPayload();
    canaries.push(id, Buffer.from(payload).toString('hex'), Buffer.from(payload).toString('base64'));
    anna.relay.send({ kind: 'send', id, to: [bob.account.device], payload });
    await bob.relay.next('deliver');
    bob.relay.send({ kind: 'acknowledge', ids: [id] });
    await anna.relay.next('status', ({ state }) => state === 'delivered');
    // What goes wrong is where logs begin to talk.
    const clear = newMessageId();
    anna.relay.send({
      kind: 'send',
      id: clear,
      to: [bob.account.device],
      payload: Buffer.from('canary in clear, dear Bob '.repeat(9)),
    });
    await anna.relay.next('refused');
    const stranger = await connectRelay(relay.url, { 'x-forwarded-for': '203.0.113.77', 'user-agent': 'canary' });
    await logIn(stranger, anna.account.user, 'canary wrong password').catch(() => undefined);
    stranger.socket.send(Buffer.from('canary, no frame at all'));
    await stranger.closed;

    const { attachment, upload } = await anna.relay.ask('attachment.create', { octets: 500, keepMs: 3_600_000 });
    canaries.push(attachment, upload.ticket);
    const put = (url: string, ticket: string) =>
      fetch(url, {
        method: 'PATCH',
        headers: {
          authorization: `Bearer ${ticket}`,
          'content-type': 'application/offset+octet-stream',
          'upload-offset': '0',
          'x-forwarded-for': '203.0.113.77',
        },
        body: sealedPayload(500, 'attachment'),
      });
    expect((await put(`${base}/v1/attachments/${attachment}`, upload.ticket)).status).toBe(204);
    expect((await put(`${base}/v1/attachments/${attachment}`, 'canary')).status).toBe(401);
    expect((await fetch(`${base}/canary/${anna.account.user}?canary=1`)).status).toBe(404);
    expect((await fetch(base, { method: 'POST', body: 'canary' })).status).toBe(404);
    await anna.relay.close();
    await (await comeBack(relay.url, anna.account)).close();
    const metrics = await (await fetch(`${base}/metrics`)).text();
    expect(await relay.kill()).toBe(0);

    // The one sentence for whoever starts it names the address that it was told to listen on, and its folder.
    const printed = relay.printed.filter((line) => !line.startsWith('The relay listens on http://127.0.0.1:'));
    expect(printed.length).toBe(relay.printed.length - 1);
    const said = { log: printed.join('\n'), metrics, access: readFileSync(accessLog, 'utf8') };
    expect(said.access.trim().split('\n').length).toBeGreaterThan(4);
    expect(said.metrics).toContain('sotto_relay_delivered_total 1');
    for (const [where, text] of Object.entries(said)) {
      for (const canary of canaries) expect(text.includes(canary), `${canary} in ${where}`).toBe(false);
    }
    // On disk user ids and ciphertext may be; passwords, addresses and clear text may not.
    const files = filesIn(data);
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      const octets = readFileSync(file);
      for (const canary of [
        password,
        '203.0.113.77',
        '127.0.0.1',
        'canary in clear',
        'canary wrong',
        'no frame at all',
      ]) {
        expect(octets.includes(canary), `${canary} in ${file}`).toBe(false);
      }
    }
  });

  it('is where it broke, and no word of the error, when something breaks that nobody expected [req 35]', async () => {
    const breaking = 'process.on("SIGUSR2", () => Promise.reject(new Error("canary of anna.k7m2q")))';
    const env = { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(breaking)}` };
    const relay = await startRelay(await buildRelay(), ['--port', '0', '--data', join(folder, 'crash')], env);
    expect(await relay.kill('SIGUSR2')).toBe(1);
    const last = JSON.parse(relay.printed.findLast((line) => line.startsWith('{')) ?? '{}');
    expect(last).toMatchObject({ code: 'relay/crashed', level: 'error' });
    expect(relay.printed.join('\n')).not.toContain('canary');
  });
});
