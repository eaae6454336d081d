import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { digitsOf } from '../../../lib/channel/comparison';
import { createCertificates } from '../../support/channel/certificates';
import { readContent, readSignal } from '../../support/channel/independent/content';
import { openingKeys, readStatement, readTerms, sessionKeys } from '../../support/channel/independent/handshake';
import { readIntroduction } from '../../support/channel/independent/introduction';
import { decrypt, dh, H, hmac, KDF, L, secretOf, unseal } from '../../support/channel/independent/suite';
import { createInput, join } from '../../support/channel/independent/wire';
import { makeVectors, type Vectors } from '../../support/channel/vectors';
import { DAY, START } from '../../support/channel/world';

const FILE = 'tests/fixtures/channel/vectors.json';
const NOTE =
  "Made by lib/channel with the generator of tests/support/channel/random.ts in the place of the system's " +
  '(CHANNEL_VECTORS=write npx vitest run --project unit tests/unit/channel/vectors.test.ts). All octets are hex. ' +
  'OpenPGP signatures and messages are those of tests/support/channel/certificates.ts: opaque here. Checked by ' +
  'the independent implementation from these values alone.';

const text = (vectors: Vectors): string => `${JSON.stringify({ note: NOTE, ...vectors }, null, 2)}\n`;
if (process.env.CHANNEL_VECTORS === 'write') writeFileSync(FILE, text(await makeVectors()));

const published = JSON.parse(readFileSync(FILE, 'utf8')) as Vectors;
const bytes = (hex: string | undefined): Buffer => Buffer.from(hex ?? '', 'hex');
const secret = (name: keyof Vectors['secrets']): KeyObject => secretOf(bytes(published.secrets[name]));

/** ML-KEM-768 private key of a seed: RFC 9935, seed only. */
const kemSecret = (seed: Buffer): KeyObject =>
  createPrivateKey({
    key: join(bytes('3054020100300b060960864801650304040204428040'), seed),
    format: 'der',
    type: 'pkcs8',
  });

/** A certificate is known once somebody was asked for it. */
function createCertificatesOf(...names: readonly string[]) {
  const certificates = createCertificates();
  for (const name of names) certificates.octetsOf(name);
  return certificates;
}

function readBox(octets: Buffer, routeLength: number) {
  const input = createInput(octets);
  const route = Buffer.from(input.take(routeLength));
  return { route, nonce: input.take(12), header: input.take(64), body: input.opaque() };
}

const openWords = (payload: Buffer, routeLength: number, headerKey: Buffer, key: (peer: Buffer) => Buffer) => {
  const { route, nonce, header, body } = readBox(payload, routeLength);
  const plain = decrypt(headerKey, nonce, route, header);
  if (plain === undefined) throw new Error('the header does not open');
  const words = decrypt(key(plain.subarray(0, 32)), nonce, join(route, nonce, header), body);
  const input = createInput(words ?? Buffer.alloc(0));
  input.take(16);
  input.uint8();
  input.optional(32);
  return { peer: plain.subarray(0, 32), words: input.opaque().toString() };
};

describe('the published values', () => {
  it('are what lib/channel gives', async () => {
    expect(text(await makeVectors())).toBe(readFileSync(FILE, 'utf8'));
  });

  it('have the hashes and keys of docs/protocol.md, section 1', () => {
    const { label, parts, kdf, ...expected } = published.basics;
    expect(L(label, ...parts.map(bytes)).toString('hex')).toBe(expected.L);
    expect(H(label, ...parts.map(bytes)).toString('hex')).toBe(expected.H);
    const keys = KDF(bytes(kdf.salt), bytes(kdf.secret), kdf.label, 3);
    expect(keys.map((key) => key.toString('hex'))).toEqual(kdf.keys);
  });

  it('lead the independent implementation from the secrets to every key and word', () => {
    const { opening, responder, secrets, session, payloads } = published;
    const octets = bytes(opening.octets);
    const input = createInput(octets);
    const [termsOctets, half] = [Buffer.from(input.opaque()), Buffer.from(input.opaque())];
    const terms = readTerms(termsOctets);
    const termsHash = H('Sotto/1 opening', termsOctets, ...Object.values(responder).map(bytes));
    const openingHash = H('Sotto/1 opening sealed', termsHash, half);
    expect(termsHash.toString('hex')).toBe(opening.termsHash);
    expect(openingHash.toString('hex')).toBe(opening.openingHash);
    expect(H('Sotto/1 session tag', octets).subarray(0, 16).toString('hex')).toBe(opening.tag);

    const statementA = createInput(terms.signed.statement);
    statementA.opaque();
    statementA.take(16);
    statementA.opaque();
    statementA.take(32);
    const agreementA = statementA.take(32);
    const [chainA, headerA, waiting] = openingKeys(openingHash, {
      dh: [
        dh(secret('prekey'), agreementA),
        dh(secret('agreementB'), terms.ephemeral),
        dh(secret('prekey'), terms.ephemeral),
      ],
      dh4: dh(secret('oneTime'), terms.ephemeral),
      kem: unseal(kemSecret(bytes(secrets.oneTimeKemSeed)), terms.kem),
      half: bytes(secrets.half1),
    });
    expect([chainA, headerA, waiting].map((key) => key.toString('hex'))).toEqual([
      opening.chainA,
      opening.headerA,
      opening.waiting,
    ]);
    expect(H('Sotto/1 commitment', bytes(secrets.nonce))).toEqual(terms.commitment);

    const [first, second, third, fourth] = payloads.map((one) => bytes(one.octets)) as [Buffer, Buffer, Buffer, Buffer];
    const openingRoute = 5 + 2 + octets.length;
    expect(openWords(first, openingRoute, headerA, () => hmac(chainA, 1)).words).toBe(payloads[0]?.words);

    const answerInput = createInput(second.subarray(21));
    const answer = createInput(answerInput.opaque());
    const answerRoute = 21 + answerInput.before().length;
    const [answerTerms, answerHalf] = [Buffer.from(answer.opaque()), Buffer.from(answer.opaque())];
    const answerHash = H('Sotto/1 answer sealed', H('Sotto/1 answer', openingHash, answerTerms), answerHalf);
    expect(answerHash.toString('hex')).toBe(session.answerHash);
    expect(H('Sotto/1 comparison', answerHash, bytes(secrets.nonce)).subarray(0, 8).toString('hex')).toBe(
      session.comparison,
    );
    const shared = dh(secret('ratchetA'), answerTerms.subarray(0, 32));
    expect(dh(secret('ratchetB'), terms.ratchet)).toEqual(shared);
    const [root, chainB, headerB, nextB, nextA] = sessionKeys(answerHash, waiting, shared, bytes(secrets.half2));
    expect(openWords(second, answerRoute, headerB, () => hmac(chainB, 1)).words).toBe(payloads[1]?.words);

    const turn = (from: Buffer, own: KeyObject, peer: Buffer) => KDF(from, dh(own, peer), 'Sotto/1 ratchet', 3);
    const ofThird = openWords(third, 20, nextA, (peer) => hmac(turn(root, secret('ratchetB'), peer)[1] as Buffer, 1));
    expect(ofThird.words).toBe(payloads[2]?.words);
    const [rootOfA] = turn(root, secret('secondRatchetA'), answerTerms.subarray(0, 32)) as [Buffer];
    const ofFourth = openWords(fourth, 20, nextB, (peer) =>
      hmac(turn(rootOfA, secret('secondRatchetA'), peer)[1] as Buffer, 1),
    );
    expect(ofFourth.words).toBe(payloads[3]?.words);
  });

  it('lead it from the secrets to every octet of an introduction', async () => {
    const { secrets, ...given } = published.introduction;
    const met = await readIntroduction(
      bytes(given.payload),
      {
        device: readStatement(bytes(given.statement)).device,
        statement: bytes(given.statement),
        agreement: secretOf(bytes(secrets.agreement)),
        prekeys: {
          id: bytes(given.prekeys).readUInt32BE(),
          body: bytes(given.prekeys),
          agreement: secretOf(bytes(secrets.prekey)),
          kem: kemSecret(bytes(secrets.kemSeed)),
        },
      },
      START,
      createCertificatesOf('anna', 'bert').portOf('bert'),
    );
    expect(Buffer.from(met.certificate).toString('hex')).toBe(given.certificate);
    expect(met.id.toString('hex')).toBe(given.drawn.id);
    expect(met).toMatchObject({ kind: 'offer', issued: START });
    expect(given.payload).toContain(`${given.drawn.nonce}4410`);
  });

  it('say what the independent implementation reads in every kind of content', () => {
    const key = '09'.repeat(32);
    expect(published.contents.map((octets) => readContent(bytes(octets)))).toEqual([
      { kind: 'hello', signalKey: key, typing: true, noTrace: false },
      { kind: 'text', at: START, validity: { from: 'reading', ms: 60_000 }, text: 'Grüße' },
      {
        kind: 'file',
        at: START,
        validity: undefined,
        attachment: '0a'.repeat(16),
        key,
        octets: 70_000,
        sealedOctets: 70_076,
        expires: START + DAY,
        name: 'hügel.jpg',
        mediaType: 'image/jpeg',
      },
      { kind: 'receipt', opened: ['0b'.repeat(16)], read: ['0c'.repeat(16)] },
      { kind: 'call', octets: Buffer.from('about a call').toString('hex') },
      { kind: 'withdrawn', indices: [3, 70_000] },
    ]);
  });

  it('say what it reads in signals', () => {
    const { key, octets } = published.signals;
    expect(octets.map((one) => readSignal(bytes(key), bytes(one)))).toEqual([
      { counter: 1, type: 1, body: '01' },
      { counter: 2, type: 2, body: Buffer.from('no trace').toString('hex') },
    ]);
    expect(readSignal(Buffer.alloc(32), bytes(octets[0]))).toBeUndefined();
  });

  it('have words to compare as twelve digits', () => {
    const octets = new Uint8Array(bytes(published.session.comparison));
    expect(digitsOf(octets)).toBe(
      `${(octets.reduce((sum, octet) => sum * 256n + BigInt(octet), 0n) % 10n ** 12n).toString().padStart(12, '0')}`.replace(
        /(....)(....)(....)/,
        '$1 $2 $3',
      ),
    );
    expect(digitsOf(new Uint8Array(8))).toBe('0000 0000 0000');
  });
});
