import { readFileSync } from 'node:fs';

const FOLDER = new URL('../../fixtures/mime/', import.meta.url);

/** A mail of tests/fixtures/mime, with the line ends of the wire. */
export function fixture(name: string, lineEnd: '\r\n' | '\n' = '\r\n'): Uint8Array {
  const text = readFileSync(new URL(`${name}.eml`, FOLDER), 'utf8');
  return new TextEncoder().encode(text.replaceAll('\n', lineEnd));
}

export const octetsOf = (text: string): Uint8Array => new TextEncoder().encode(text.replace(/\r?\n/g, '\r\n'));
export const textOf = (octets: Uint8Array): string => new TextDecoder().decode(octets);
