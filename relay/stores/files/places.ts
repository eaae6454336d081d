import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { AttachmentId, UserId } from '../../../lib/core/wire/ids';
import type { AttachmentInfo } from '../ports';

/** The folder of one owner, and one name in it for each file: what is counted and what expires is read from names. */
export type Entry = { readonly id: AttachmentId; readonly octets: number; readonly expires: number };

const ID = /^[0-9a-f]{32}$/;
const ENTRY = /^([0-9a-f]{32})\.([0-9]{1,15})\.([0-9]{1,16})$/;

/** Where things lie. No name is made of what a user typed: ids are hex that the relay drew, owners are hashed. */
export const places = (folder: string) => ({
  files: join(folder, 'files'),
  owners: join(folder, 'owners'),
  blob: (id: AttachmentId): string => join(folder, 'files', checked(id)),
  info: (id: AttachmentId): string => join(folder, 'files', `${checked(id)}.json`),
  owner: (owner: UserId): string => join(folder, 'owners', createHash('sha256').update(owner).digest('hex')),
});

function checked(id: AttachmentId): string {
  if (!ID.test(id)) throw new TypeError('not an id');
  return id;
}

export const entryName = ({ id, octets, expires }: Entry): string => `${checked(id)}.${octets}.${expires}`;

export function parseEntry(name: string): Entry | undefined {
  const [, id, octets, expires] = ENTRY.exec(name) ?? [];
  return id === undefined ? undefined : { id: id as AttachmentId, octets: Number(octets), expires: Number(expires) };
}

/** The file beside a blob, which this module wrote whole or not at all; undefined where it is none. */
export function parseInfo(id: AttachmentId, text: string): Omit<AttachmentInfo, 'received'> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    const { owner, octets, expires } = value as Record<string, unknown>;
    if (typeof owner !== 'string' || !Number.isSafeInteger(octets) || !Number.isSafeInteger(expires)) return undefined;
    return { id, owner: owner as UserId, octets: octets as number, expires: expires as number };
  } catch {
    return undefined;
  }
}
