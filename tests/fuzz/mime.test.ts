import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AppError } from '../../lib/core/errors';
import { createMime } from '../../lib/mime/mime';

/** 100,000 before a release (`FUZZ_ROUNDS=100000`), fewer in each run. */
const ROUNDS = Number(process.env.FUZZ_ROUNDS ?? 3_000);
const FOLDER = new URL('../fixtures/mime/', import.meta.url);
const SEEDS = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.eml'))
  .map((name) => new Uint8Array(readFileSync(new URL(name, FOLDER))));
const SPICES = [
  '--',
  '\r\n',
  '\n\n',
  '\r',
  '\u0000',
  '=?utf-8?B?',
  '?=',
  '"',
  '<',
  '>',
  '(',
  ';',
  '=',
  'boundary=',
  'multipart/mixed',
  'multipart/signed',
  'message/rfc822',
  'text/html',
  'base64',
  'quoted-printable',
  'From: ',
  '\u202e',
  '-----BEGIN PGP MESSAGE-----',
  '-----END PGP MESSAGE-----',
  'format=flowed',
  "*0*=utf-8''%",
  'charset=utf-16',
  'hp="cipher"',
  '<!--',
  '<style>',
  '&#x110000;',
].map((text) => new TextEncoder().encode(text));

type Change = { readonly at: number; readonly cut: number; readonly put: Uint8Array };
const change: fc.Arbitrary<Change> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.oneof(fc.nat(8), fc.nat(400)),
  put: fc.oneof(fc.constantFrom(...SPICES), fc.constantFrom(...SEEDS), fc.uint8Array({ maxLength: 12 })),
});

function mutate(seed: Uint8Array, changes: readonly Change[]): Uint8Array {
  let octets = seed;
  for (const { at, cut, put } of changes) {
    const from = Math.floor(at * octets.length);
    octets = Uint8Array.from([...octets.subarray(0, from), ...put, ...octets.subarray(from + cut)]);
  }
  return octets;
}

it(`${ROUNDS} mutated mails end in a value or in mail/malformed, each in time [req 14] [req 25]`, () => {
  const mime = createMime();
  fc.assert(
    fc.property(fc.constantFrom(...SEEDS), fc.array(change, { minLength: 1, maxLength: 8 }), (seed, changes) => {
      const mail = mutate(seed, changes);
      const began = performance.now();
      for (const read of [mime.findEnvelope, mime.readBody]) {
        try {
          expect(read(mail)).toBeTypeOf('object');
        } catch (error) {
          if (!(error instanceof AppError) || error.code !== 'mail/malformed') throw error;
        }
      }
      expect(performance.now() - began).toBeLessThan(2_000);
    }),
    { numRuns: ROUNDS },
  );
});

it('any text in any field is built into a mail that reads back with the same words [req 14]', () => {
  const mime = createMime();
  const text = fc.string({ unit: 'binary', maxLength: 80 });
  fc.assert(
    fc.property(text, text, text, text, (subject, body, name, person) => {
      const built = mime.build({
        from: `${person} <a@b.example>`,
        to: [person, 'c@d.example'],
        cc: [],
        subject,
        date: new Date(0),
        text: body,
        attachments: [{ name, mediaType: person, content: new TextEncoder().encode(body) }],
      });
      expect(built.every((octet) => octet < 128)).toBe(true);
      const read = mime.readBody(built);
      expect(read.text).toBe(
        body
          .toWellFormed()
          .replace(/\r\n?/g, '\n')
          .replace(/^\ufeff/, ''),
      );
      expect(read.attachments).toHaveLength(1);
    }),
    { numRuns: Math.ceil(ROUNDS / 10) },
  );
});
