import { mkdirSync } from 'node:fs';
import { mkdir, open, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../../lib/core/errors';
import type { AttachmentId, UserId } from '../../../lib/core/wire/ids';
import type { AttachmentInfo, AttachmentStore } from '../ports';
import { appendTo } from './append';
import { ifThere, namesIn, onDisk, removeFile, syncFolder, writeWhole } from './disk';
import { type Entry, entryName, parseEntry, parseInfo, places } from './places';

const PIECE = 64 * 1024;

/**
 * Sealed files in a folder: the octets, beside them what is known of them, and an empty file per owner whose name
 * says what counts. Nothing is in memory, so that several processes may share the folder. The info is written last
 * and removed first: a file without it is not there, and what is left of it goes when it expires.
 */
export function createAttachmentFiles({ folder }: { readonly folder: string }): AttachmentStore {
  const at = places(folder);
  for (const each of [at.files, at.owners]) mkdirSync(each, { recursive: true, mode: 0o700 });
  const writing = new Set<AttachmentId>();

  const find = async (id: AttachmentId): Promise<AttachmentInfo | undefined> => {
    const text = await ifThere(readFile(at.info(id), 'utf8'));
    const blob = await ifThere(stat(at.blob(id)));
    const info = text === undefined ? undefined : parseInfo(id, text);
    return info === undefined || blob === undefined ? undefined : { ...info, received: blob.size };
  };

  const entries = async (ownerFolder: string): Promise<Entry[]> =>
    (await namesIn(ownerFolder)).flatMap((name) => parseEntry(name) ?? []);

  const removeEntry = async (ownerFolder: string, entry: Entry): Promise<void> => {
    await onDisk(removeFile(at.info(entry.id)));
    await onDisk(removeFile(at.blob(entry.id)));
    await onDisk(removeFile(join(ownerFolder, entryName(entry))));
  };

  return {
    create: async (info) => {
      const ownerFolder = at.owner(info.owner);
      await onDisk(mkdir(ownerFolder, { recursive: true, mode: 0o700 }));
      await onDisk(writeFile(join(ownerFolder, entryName(info)), '', { mode: 0o600 }));
      await onDisk(syncFolder(ownerFolder));
      await onDisk(syncFolder(at.owners));
      await onDisk(writeFile(at.blob(info.id), '', { mode: 0o600, flag: 'wx' }));
      const { owner, octets, expires } = info;
      await onDisk(writeWhole(at.info(info.id), JSON.stringify({ owner, octets, expires })));
    },
    find,
    append: async (id, offset, octets) => {
      // One who writes at a time; another is told to ask where the file ends.
      if (writing.has(id)) return 'offset';
      writing.add(id);
      try {
        const info = await find(id);
        if (info === undefined) return 'not-found';
        if (info.received !== offset) return 'offset';
        return await appendTo(at.blob(id), info, octets);
      } finally {
        writing.delete(id);
      }
    },
    read: async function* (id, start, end) {
      if ((await find(id)) === undefined) throw new AppError('relay/not-found');
      const handle = await ifThere(open(at.blob(id), 'r'));
      if (handle === undefined) throw new AppError('relay/not-found');
      try {
        for (let position = start; position < end; ) {
          const piece = Buffer.allocUnsafe(Math.min(PIECE, end - position));
          const { bytesRead } = await onDisk(handle.read(piece, 0, piece.length, position));
          if (bytesRead === 0) return;
          position += bytesRead;
          yield piece.subarray(0, bytesRead);
        }
      } finally {
        await handle.close();
      }
    },
    remove: async (id) => {
      const info = await find(id);
      if (info !== undefined) await removeEntry(at.owner(info.owner), info);
    },
    usage: async (owner) => (await entries(at.owner(owner))).reduce((sum, { octets }) => sum + octets, 0),
    removeAll: async (owner: UserId) => {
      for (const entry of await entries(at.owner(owner))) await removeEntry(at.owner(owner), entry);
    },
    expire: async (now) => {
      let expired = 0;
      for (const owner of await namesIn(at.owners)) {
        for (const entry of await entries(join(at.owners, owner))) {
          if (entry.expires > now) continue;
          await removeEntry(join(at.owners, owner), entry);
          expired += 1;
        }
      }
      return expired;
    },
    all: async function* () {
      for (const owner of await namesIn(at.owners)) {
        for (const { id } of await entries(join(at.owners, owner))) {
          const info = await find(id);
          if (info !== undefined) yield info;
        }
      }
    },
  };
}
