import { AppError } from '../../lib/core/errors';

// The interchange format of POSIX (pax, "ustar Interchange Format"): a backup can be looked into with tar(1).

const BLOCK = 512;
/** Offsets and lengths of the header's fields. */
const FIELDS = {
  name: [0, 100],
  mode: [100, 8],
  size: [124, 12],
  sum: [148, 8],
  type: [156, 1],
  prefix: [345, 155],
} as const;

export type TarEntry = { readonly path: string; readonly octets: number };

/** The header of one regular file, readable by its owner alone. */
export function tarHeader({ path, octets }: TarEntry): Buffer {
  const header = Buffer.alloc(BLOCK);
  const [prefix, name] = split(path);
  header.write(name, ...FIELDS.name, 'latin1');
  header.write('0000600\0', ...FIELDS.mode, 'latin1');
  header.write('0000000\0' + '0000000\0', 108, 'latin1');
  writeSize(header, octets);
  header.write('00000000000\0', 136, 'latin1');
  header.write('0', ...FIELDS.type, 'latin1');
  header.write('ustar\u000000', 257, 'latin1');
  header.write(prefix, ...FIELDS.prefix, 'latin1');
  header.write(`${sumOf(header).toString(8).padStart(6, '0')}\0 `, ...FIELDS.sum, 'latin1');
  return header;
}

/** What fills the last block of a file. */
export const tarPadding = (octets: number): Buffer => Buffer.alloc((BLOCK - (octets % BLOCK)) % BLOCK);
/** Two empty blocks end it. */
export const tarEnd = (): Buffer => Buffer.alloc(2 * BLOCK);

/** Undefined at the end. Fails with `relay/backup-damaged`. */
export function parseTarHeader(header: Buffer): TarEntry | undefined {
  if (header.length === BLOCK && header.every((octet) => octet === 0)) return undefined;
  const sum = Number.parseInt(text(header, FIELDS.sum), 8);
  if (header.length !== BLOCK || sum !== sumOf(header) || text(header, FIELDS.type) !== '0') damaged();
  const prefix = text(header, FIELDS.prefix);
  const octets = readSize(header);
  if (!Number.isSafeInteger(octets) || octets < 0) damaged();
  return { path: `${prefix === '' ? '' : `${prefix}/`}${text(header, FIELDS.name)}`, octets };
}

export function damaged(cause?: unknown): never {
  throw new AppError('relay/backup-damaged', { cause });
}

function split(path: string): readonly [prefix: string, name: string] {
  if (path.length <= 100) return ['', path];
  const cut = path.lastIndexOf('/', 155);
  return [path.slice(0, cut), path.slice(cut + 1)];
}

/** Eleven octal digits reach to 8 GiB; beyond that in base 256, as GNU tar and others read it. */
function writeSize(header: Buffer, octets: number): void {
  const [at, length] = FIELDS.size;
  if (octets < 8 ** 11) {
    header.write(`${octets.toString(8).padStart(11, '0')}\0`, at, length, 'latin1');
    return;
  }
  header[at] = 0x80;
  header.writeBigUInt64BE(BigInt(octets), at + 4);
}

function readSize(header: Buffer): number {
  const [at] = FIELDS.size;
  return header[at] === 0x80 ? Number(header.readBigUInt64BE(at + 4)) : Number.parseInt(text(header, FIELDS.size), 8);
}

const text = (header: Buffer, [at, length]: readonly [number, number]): string => {
  const field = header.toString('latin1', at, at + length);
  const end = field.indexOf('\0');
  return end < 0 ? field : field.slice(0, end);
};

/** With the field of the sum itself read as spaces. */
function sumOf(header: Buffer): number {
  const [from, length] = FIELDS.sum;
  let sum = 0;
  for (const [index, octet] of header.entries()) sum += index >= from && index < from + length ? 0x20 : octet;
  return sum;
}
