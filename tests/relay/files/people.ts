import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FilePorts, Files } from '../../../lib/chat/files/contract';
import { createFiles } from '../../../lib/chat/files/create-files';
import type { FileRecord } from '../../../lib/chat/records';
import type { ConversationId, FileId, TransferState } from '../../../lib/core/chat';
import type { MessageId } from '../../../lib/core/wire/ids';
import type { RelayLink } from '../../../lib/net/contract';
import { createRelayAccounts } from '../../../lib/net/relay-accounts';
import { createRelayLink } from '../../../lib/net/relay-link';
import { createSealedFileTransport } from '../../../lib/net/sealed-file-transport';
import { buildRelay } from '../../../scripts/relay.mjs';
import { freePort } from '../../support/relay/lab/server';
import { startRelay } from '../../support/relay/relay-process';
import { until } from '../../support/wait';
import { createDiskRows } from './disk-rows';

type Uploaded = Parameters<FilePorts['onUploaded']>[0];
export const of = {
  conversation: 'c0'.repeat(16) as ConversationId,
  message: 'd0'.repeat(16) as MessageId,
};

/** The least that the library allows: tests are not about the cost of Argon2 at the client. */
const keyStretching = { 'argon2id-custom': { iterations: 1, memory: 8, parallelism: 1 } } as const;
const PAUSES = [20, 50, 100, 200, 400, 800, 1_600, 3_200];

/** The real relay, and people whose files lie on the disk. */
export async function openFilesWorld(...args: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-files-'));
  const data = join(folder, 'relay');
  const script = await buildRelay();
  const start = (port: string) => startRelay(script, ['--port', port, '--data', data, ...args]);
  // It comes back at this port: none that the system gives to connections of others in the meantime.
  let relay = await start(String(await freePort()));
  const origin = relay.url.replace('ws', 'http');
  const accounts = createRelayAccounts({ keyStretching });
  const links: RelayLink[] = [];
  const isOnline = (link: RelayLink) =>
    until('the link to be online', () => link.state().phase === 'online', { within: 30_000 });

  /** `via`: an address of a proxy for the octets of files. */
  async function person(name: string, via = origin) {
    const account = await accounts.register({ relay: origin, name, password: 'correct horse battery' });
    const link = createRelayLink();
    links.push(link);
    link.start(account);
    await isOnline(link);
    const rows = createDiskRows(join(folder, name));
    const uploaded: Uploaded[] = [];
    const files = createFiles({
      rows,
      ask: link.ask,
      transport: createSealedFileTransport(),
      relay: () => Promise.resolve(via),
      now: Date.now,
      random: (octets) => new Uint8Array(randomBytes(octets)),
      onTransfer: () => undefined,
      onUploaded: (upload) => void uploaded.push(upload),
      pauses: PAUSES,
    });
    return { name, link, rows, files, uploaded };
  }

  const octetsUnder = (place: string): number =>
    existsSync(place)
      ? readdirSync(place, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile() && /^[0-9a-f]{32}$/.test(entry.name))
          .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0)
      : 0;
  return {
    person,
    origin,
    folder,
    /** Where the relay has this file. */
    placeOf(attachment: string): string {
      const found = readdirSync(data, { recursive: true, encoding: 'utf8' }).find((name) => name.endsWith(attachment));
      if (found === undefined) throw new Error('the relay does not have it');
      return join(data, found);
    },
    /** Octets of all sealed files that the relay has. */
    octetsAtRelay: () => octetsUnder(data),
    /** Whether these octets are anywhere in the relay's folder. */
    relayHolds: (octets: Buffer) =>
      readdirSync(data, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .some(({ parentPath, name }) => readFileSync(join(parentPath, name)).includes(octets)),
    /** Killed, and started again at the same port with the same data; the links are online again. */
    async restart() {
      await relay.kill('SIGKILL');
      relay = await start(new URL(origin).port);
      for (const link of links) link.wake();
      await Promise.all(links.map(isOnline));
    },
    async close() {
      for (const link of links) link.stop();
      await relay.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

export type FilesWorld = Awaited<ReturnType<typeof openFilesWorld>>;
export type Person = Awaited<ReturnType<FilesWorld['person']>>;

export const sealFor = ({ files }: Person, content: Blob, work?: Parameters<Files['seal']>[1]): Promise<FileRecord> =>
  files.seal({ ...of, name: 'film.bin', mediaType: 'application/octet-stream', content, keepMetadata: true }, work);

/** Puts it up; answers what the other gets to know of it. */
export async function putUp({ files, uploaded }: Person, record: FileRecord, within = 60_000): Promise<FileRecord> {
  files.upload(record.file);
  const upload = await until('the upload to be whole', () => uploaded.find(({ file }) => file === record.file), {
    within,
  });
  await files.confirmUpload(record.file);
  const { attachment, expires } = upload;
  return { ...record, file: randomBytes(16).toString('hex') as FileId, attachment, expires };
}

export async function fetchAll({ files }: Person, record: FileRecord, within = 60_000): Promise<void> {
  await files.download(record, of);
  await becomes(files, record, 'here', within);
}

export async function becomes(files: Files, record: FileRecord, wanted: TransferState, within = 60_000) {
  const end = await until(
    `the transfer to be ${wanted}`,
    async () => {
      const transfer = await files.transfer(record);
      return (transfer.state === wanted || transfer.state === 'failed') && transfer;
    },
    { within },
  );
  if (end.state !== wanted) throw new Error(`the transfer failed: ${end.code}`);
  return end;
}

export const octetsOf = async (blob: Blob): Promise<Buffer> => Buffer.from(await blob.arrayBuffer());
export const some = (octets: number): Blob => new Blob([Uint8Array.from(randomBytes(octets))]);
