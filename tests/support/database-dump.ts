import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';

/** Every octet and text of a database, flattened: what a thief of the disk would search. */
export async function dumpDatabase(name: string): Promise<string> {
  const db = await new Dexie(name).open();
  const found: string[] = [];
  for (const table of db.tables) for (const row of await table.toArray()) collect(row, found);
  db.close();
  return found.join('\n');
}

export const asLatin1 = (octets: Uint8Array): string => Array.from(octets, (one) => String.fromCharCode(one)).join('');

export function collect(value: unknown, found: string[]): void {
  if (value instanceof Uint8Array) found.push(asLatin1(value));
  else if (value instanceof ArrayBuffer) found.push(asLatin1(new Uint8Array(value)));
  else if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) collect(one, found);
  else found.push(String(value));
}
