import 'fake-indexeddb/auto';
import { randomBytes } from 'node:crypto';
import type { FilePorts, Files } from '../../../../lib/chat/files/contract';
import { createFiles } from '../../../../lib/chat/files/create-files';
import type { FileRecord } from '../../../../lib/chat/records';
import type { ConversationId, FileId } from '../../../../lib/core/chat';
import type { MessageId } from '../../../../lib/core/wire/ids';
import { openStore } from '../../../../lib/store/store';
import { createFakeRelay, type FakeRelay } from './fake-relay';

export type Uploaded = Parameters<FilePorts['onUploaded']>[0];
export type FilesWorld = {
  readonly relay: FakeRelay;
  readonly rows: FilePorts['rows'];
  readonly uploaded: Uploaded[];
  readonly told: Array<{ readonly file: FileId; readonly at: number }>;
  readonly failures: unknown[];
  now: number;
  /** A background that begins, over the same disk; the one before is dead: nothing of it reaches disk or relay. */
  start(over?: Partial<FilePorts>): Files;
  /** Rows and pieces on the disk. */
  left(files: readonly FileId[]): Promise<number>;
};

export const CONVERSATION = 'c0'.repeat(16) as ConversationId;
export const newMessage = () => randomBytes(16).toString('hex') as MessageId;

const never = new Promise<never>(() => undefined);
/** The same methods; once `dead` says so, none does or answers anything any more. */
const mortal = <T extends object>(port: T, dead: () => boolean): T =>
  new Proxy(port, {
    get: (target, name, receiver) => {
      const value: unknown = Reflect.get(target, name, receiver);
      if (typeof value !== 'function') return value;
      return async (...input: unknown[]) => {
        if (dead()) return never;
        const answer: unknown = await Reflect.apply(value, target, input);
        return dead() ? never : answer;
      };
    },
  });

export function createFilesWorld(relay: FakeRelay = createFakeRelay()): FilesWorld {
  const { files: rows } = openStore(`files-${randomBytes(8).toString('hex')}`);
  let life = 0;
  const world: FilesWorld = {
    relay,
    rows,
    uploaded: [],
    told: [],
    failures: [],
    now: 1_000_000,
    start(over = {}) {
      const mine = ++life;
      const dead = () => life !== mine;
      const relayPort = mortal(relay, dead);
      return createFiles({
        rows: mortal(rows, dead),
        ask: relayPort.ask,
        transport: mortal(relay.transport, dead),
        relay: () => Promise.resolve('http://127.0.0.1:1'),
        now: () => world.now,
        random: (octets) => new Uint8Array(randomBytes(octets)),
        onTransfer: (file) => void (dead() || world.told.push({ file, at: performance.now() })),
        onUploaded: (upload) => void (dead() || world.uploaded.push(upload)),
        onFailure: (error) => void world.failures.push(error),
        pauses: [1, 1, 1, 1, 1],
        ...over,
      });
    },
    async left(files) {
      const counts = await Promise.all(
        files.map(async (file) => (await rows.pieces(file)) + ((await rows.get(file)) === undefined ? 0 : 1)),
      );
      return counts.reduce((sum, count) => sum + count, 0);
    },
  };
  return world;
}

export const sealOctets = (
  files: Files,
  octets: Uint8Array<ArrayBuffer> | Blob,
  over: Partial<Parameters<Files['seal']>[0]> = {},
  work?: Parameters<Files['seal']>[1],
): Promise<FileRecord> =>
  files.seal(
    {
      conversation: CONVERSATION,
      message: newMessage(),
      name: 'notes.bin',
      mediaType: 'application/octet-stream',
      content: octets instanceof Blob ? octets : new Blob([octets]),
      keepMetadata: false,
      ...over,
    },
    work,
  );

export const octetsOf = async (blob: Blob): Promise<Buffer> => Buffer.from(await blob.arrayBuffer());

/** What the other gets in the message: the same file, under an id of their own. */
export const received = (record: FileRecord, { attachment, expires }: Uploaded): FileRecord => ({
  ...record,
  file: randomBytes(16).toString('hex') as FileId,
  attachment,
  expires,
});
