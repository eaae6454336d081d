import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deriveKeys } from '../../../lib/media/derive-keys';
import { createFrameCipher } from '../../../lib/media/frame-cipher';
import { readHeader, writeHeader } from '../../../lib/media/header';
import { openSFrame, openSFrameNow, readSFrame, sealSFrame, sealSFrameNow } from '../../../lib/media/sframe';
import { AES_128_GCM_SHA256_128, AES_256_GCM_SHA512_128 } from '../../../lib/media/suites';
import { hex, octetsOf } from '../../support/media/octets';

type HeaderRow = readonly [kid: string, counter: string, encoded: string];
type Row = Record<'base_key' | 'sframe_key' | 'sframe_salt' | 'metadata' | 'pt' | 'ct', string> &
  Record<'cipher_suite' | 'kid' | 'ctr', number>;
type Vectors = { readonly header: readonly HeaderRow[]; readonly sframe: readonly Row[] };

const SUITES = [AES_128_GCM_SHA256_128, AES_256_GCM_SHA512_128];

/** The published file has numbers up to 2^64 - 1, which a `number` cannot hold: they are taken as they stand there. */
function readPublished(path: string): Vectors {
  const file = statSync(path).isDirectory() ? join(path, 'test-vectors.json') : path;
  const exact = readFileSync(file, 'utf8').replace(/"(kid|ctr)": (\d+)/g, '"$1": "$2"');
  const { header, sframe } = JSON.parse(exact) as {
    header: Array<Record<'kid' | 'ctr' | 'encoded', string>>;
    sframe: Array<Row>;
  };
  return {
    header: header.map(({ kid, ctr, encoded }) => [kid, ctr, encoded]),
    sframe: sframe.map((row) => ({ ...row, kid: Number(row.kid), ctr: Number(row.ctr) })),
  };
}

const checkHeaders = (rows: readonly HeaderRow[]): void => {
  for (const [kid, counter, encoded] of rows) {
    const header = { kid: BigInt(kid), counter: BigInt(counter) };
    expect(hex(writeHeader(header))).toBe(encoded);
    expect(readHeader(octetsOf(encoded))).toEqual({ ...header, length: encoded.length / 2 });
  }
};

async function checkFrame(row: Row): Promise<void> {
  const suite = SUITES.find(({ id }) => id === row.cipher_suite);
  if (suite === undefined) throw new Error('a suite that is not ours');
  const [base, metadata, plain] = [octetsOf(row.base_key), octetsOf(row.metadata), octetsOf(row.pt)];
  const kid = BigInt(row.kid);
  const { key, salt } = deriveKeys(suite, base, kid);
  expect(hex(key)).toBe(row.sframe_key);
  expect(hex(salt)).toBe(row.sframe_salt);
  const cipher = createFrameCipher(suite, base, kid);
  const use = { cipher, kid, counter: BigInt(row.ctr) };
  expect(hex(sealSFrameNow(use, metadata, plain))).toBe(row.ct);
  expect(hex(await sealSFrame(use, metadata, plain))).toBe(row.ct);
  const frame = readSFrame(octetsOf(row.ct));
  if (frame === undefined) throw new Error('no frame');
  expect(openSFrameNow(cipher, frame, metadata)).toEqual(plain);
  expect(await openSFrame(cipher, frame, metadata)).toEqual(plain);
}

const fixture = JSON.parse(readFileSync('tests/fixtures/media/rfc9605.json', 'utf8')) as Vectors;

describe('the test vectors of RFC 9605 [req 39]', () => {
  it('have our headers', () => {
    expect(fixture.header.length).toBeGreaterThan(30);
    checkHeaders(fixture.header);
  });

  it.each(fixture.sframe)('have our keys and frames: cipher suite $cipher_suite', checkFrame);

  const path = process.env.SOTTO_SFRAME_VECTORS;
  const there = path !== undefined && existsSync(path);
  it.skipIf(!there)('are met whole, where SOTTO_SFRAME_VECTORS names the published file or its folder', async () => {
    const published = readPublished(path ?? '');
    expect(published.header.length).toBeGreaterThan(200);
    checkHeaders(published.header);
    const ours = published.sframe.filter(({ cipher_suite }) => SUITES.some(({ id }) => id === cipher_suite));
    expect(ours).toHaveLength(2);
    for (const row of ours) await checkFrame(row);
  });
});
