import { randomBytes } from 'node:crypto';
import type { AttachmentId, UserId } from '../../../../lib/core/wire/ids';
import { toHex } from '../../../../lib/core/wire/ids';
import { deriveSecrets } from '../../../../relay/accounts/secrets';
import { makeTicket, type Purpose } from '../../../../relay/accounts/tickets';
import type { Settings } from '../../../../relay/config/config';
import { readSettings } from '../../../../relay/config/read-settings';
import { createHttp, type HttpPorts } from '../../../../relay/http/create-http';
import type { Access } from '../../../../relay/observe/access-log';
import { createMetrics } from '../../../../relay/observe/create-metrics';
import { memoryAttachments } from './memory-attachments';

/** Settings as a command line makes them. */
export function settingsOf(...argv: readonly string[]): Settings {
  const reading = readSettings(argv, {});
  if (reading.kind !== 'serve') throw new Error(JSON.stringify(reading));
  return reading.settings;
}

/** The HTTP half of a relay on a free port, its files in memory. */
export async function openHttp({ settings, ...some }: Partial<HttpPorts> = {}) {
  const logged: string[] = [];
  const accesses: Access[] = [];
  const files = memoryAttachments();
  const secrets = deriveSecrets('a setup of a test');
  let now = Date.UTC(2026, 0, 1);
  const clock = () => now;
  const set = settings ?? settingsOf('--port', '0');
  const http = await createHttp({
    settings: set,
    stores: { attachments: files, ready: async () => true },
    secrets,
    clock,
    log: (code, counts) => logged.push(JSON.stringify({ code, counts })),
    metrics: createMetrics(),
    access: { write: (access) => accesses.push(access), reopen: () => true, close: async () => undefined },
    version: '0.0.0',
    ...some,
  });
  const port = await http.listen();
  const base = `http://127.0.0.1:${port}`;
  const bearer = (id: AttachmentId, purpose: Purpose) => {
    const { ticket } = makeTicket({ secrets, clock, config: set }, id, purpose);
    return { authorization: `Bearer ${ticket}` };
  };
  return {
    http,
    port,
    base,
    logged,
    accesses,
    files,
    bearer,
    pass: (ms: number) => {
      now += ms;
    },
    /** A file that somebody may upload now, with its address. */
    async file(octets: number) {
      const id = toHex(randomBytes(16)) as AttachmentId;
      await files.create({ id, owner: 'anna.k7m2q' as UserId, octets, expires: now + 3_600_000 });
      return { id, url: `${base}/v1/attachments/${id}` };
    },
    patch: (url: string, id: AttachmentId, offset: number, body: Uint8Array<ArrayBuffer>) =>
      fetch(url, {
        method: 'PATCH',
        headers: {
          ...bearer(id, 'upload'),
          'content-type': 'application/offset+octet-stream',
          'upload-offset': String(offset),
        },
        body,
      }),
  };
}

export type OpenHttp = Awaited<ReturnType<typeof openHttp>>;
