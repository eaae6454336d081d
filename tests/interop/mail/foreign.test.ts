import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { toErrorCode } from '../../../lib/core/errors';
import { assembleCast, type Cast } from '../../support/interop/mail/cast';
import { programsMissing } from '../../support/interop/mail/programs';
import { differences } from './differences';
import { gnupgRows } from './rows/gnupg';
import { inlineRows } from './rows/inline';
import { mobileRows } from './rows/mobile';
import type { Row } from './rows/row';
import { thunderbirdRows } from './rows/thunderbird';
import { transportRows } from './rows/transport';
import { webRows } from './rows/web';

// The library's build for browsers, which is the one that ships; its build for Node asks for one more package for
// Brainpool.
vi.mock('openpgp', () => vi.importActual('../../../node_modules/openpgp/dist/openpgp.mjs'));

const ROWS: readonly Row[] = [
  ...gnupgRows,
  ...inlineRows,
  ...thunderbirdRows,
  ...mobileRows,
  ...webRows,
  ...transportRows,
];
const nameOf = ({ shape, what, by }: Row) => `${shape}: ${what} (${by})`;

const missing = programsMissing();
describe.skipIf(missing !== undefined)(`mail of other programs${missing === undefined ? '' : ` (${missing})`}`, () => {
  let assembled: Cast | undefined;
  const wrong = new Map<string, readonly string[]>();
  beforeAll(async () => {
    assembled = await assembleCast();
  }, 120_000);
  afterAll(() => assembled?.close());

  it('has a name of its own for each mail', () => {
    expect(new Set(ROWS.map(nameOf)).size).toBe(ROWS.length);
    expect(ROWS.length).toBeGreaterThanOrEqual(60);
  });

  it('is read with text, files, protected subject, seal and signature, in at least 98 of 100 mails [req 15] [req 21]', async () => {
    const cast = assembled as Cast;
    for (const row of ROWS) {
      const mail = await row.make(cast[row.by], cast);
      const found = await cast.reader.read(mail).then(
        (reading) => differences(reading, row.expected),
        (error: unknown) => [`fails with ${toErrorCode(error)}`],
      );
      if (found.length > 0) wrong.set(nameOf(row), found);
    }
    const right = ROWS.length - wrong.size;
    console.log(
      [
        ...ROWS.map((row) => `${wrong.has(nameOf(row)) ? 'WRONG' : 'right'}  ${nameOf(row)}`),
        `${right} of ${ROWS.length} right`,
        ...[...wrong].map(([name, found]) => `${name}\n  ${found.join('\n  ')}`),
      ].join('\n'),
    );
    expect(right / ROWS.length, [...wrong.keys()].join('\n')).toBeGreaterThanOrEqual(0.98);
  }, 300_000);
});
