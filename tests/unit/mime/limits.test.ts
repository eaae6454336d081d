import { expect, it } from 'vitest';
import { AppError } from '../../../lib/core/errors';
import { createMime } from '../../../lib/mime/mime';
import { threadClock } from '../../support/thread-clock';
import { octetsOf } from './fixture';

const mime = createMime();
const MB = 1024 * 1024;
const open = (depth: number, same: boolean): string =>
  Array.from({ length: depth }, (_, index) => {
    const name = same ? 'x' : `x${index}`;
    return `Content-Type: multipart/mixed; boundary=${name}\n\n--${name}\n`;
  }).join('');
const failure = (mail: string): unknown => {
  try {
    mime.findEnvelope(octetsOf(mail));
    return undefined;
  } catch (error) {
    return error;
  }
};

it('refuses more parts and more depth than the limits, with one code [req 25]', () => {
  const many = `Content-Type: multipart/mixed; boundary=x\n\n${'--x\n\nwords\n'.repeat(600)}--x--`;
  for (const error of [failure(many), failure(open(30, false)), failure(`Subject: ${'x'.repeat(2 * MB)}\n\nwords`)]) {
    expect(error).toBeInstanceOf(AppError);
    expect(error).toHaveProperty('code', 'mail/malformed');
  }
});

const HEAVY: ReadonlyArray<readonly [string, () => string]> = [
  ['line ends', () => '\n'.repeat(12 * MB)],
  ['hyphens', () => `Content-Type: multipart/mixed; boundary=x\n\n--x\n\n${'-'.repeat(12 * MB)}`],
  ['lines of two hyphens', () => `${open(19, false)}\n${'--\n'.repeat(4 * MB)}`],
  [
    'near boundaries',
    () =>
      `${open(19, false)
        .replaceAll('=x', `=${'b'.repeat(200)}x`)
        .replaceAll('--x', `--${'b'.repeat(200)}x`)}\n${`--${'b'.repeat(200)}y\n`.repeat(50_000)}`,
  ],
  ['spaces', () => ' '.repeat(12 * MB)],
  ['angle brackets', () => `Content-Type: text/html\n\n${'<'.repeat(12 * MB)}`],
  ['paragraph tags', () => `Content-Type: text/html\n\n-----BEGIN PGP ${'<p>'.repeat(2 * MB)}`],
  ['open styles', () => `Content-Type: text/html\n\n-----BEGIN PGP ${'<style>'.repeat(MB)}`],
  ['armor that never ends', () => `\n${'-----BEGIN PGP MESSAGE-----\n'.repeat(400_000)}`],
  ['spaces before armor', () => `\n${' '.repeat(4 * MB)}\n-----BEGIN PGP MESSAGE-----\n${' '.repeat(8 * MB)}x`],
  ['addresses', () => `From: ${'a@b.example, '.repeat(70_000)}\n\nx`],
  ['brackets in From', () => `From: ${'<'.repeat(60_000)}\n\nx`],
  ['encoded words', () => `Subject: ${'=?utf-8?q?=41?= '.repeat(60_000)}\n\nx`],
  ['open encoded words', () => `Subject: ${'=?utf-8?q?'.repeat(90_000)}\n\nx`],
  ['parameters', () => `Content-Type: text/plain${'; ('.repeat(200_000)}\n\nx`],
  ['folded lines', () => `Subject: a\n${' b\n'.repeat(300_000)}\nx`],
  ['fields', () => `${'A: b\n'.repeat(150_000)}\nx`],
  ['equals signs', () => `Content-Transfer-Encoding: quoted-printable\n\n${'='.repeat(12 * MB)}`],
  ['spaces in quoted-printable', () => `Content-Transfer-Encoding: quoted-printable\n\n${'= '.repeat(4 * MB)}`],
  ['base64 rubbish', () => `Content-Transfer-Encoding: base64\n\n${'*'.repeat(12 * MB)}`],
  ['flowed lines', () => `Content-Type: text/plain; format=flowed\n\n${'a \n'.repeat(2 * MB)}`],
];

it.each(HEAVY)('reads a mail of %s in less than two seconds [req 25]', (_name, make) => {
  const mail = new TextEncoder().encode(make());
  for (const read of [mime.findEnvelope, mime.readBody]) {
    const spent = threadClock();
    read(mail);
    expect(spent()).toBeLessThan(2_000);
  }
});
