import { createMessage, revokeKey, sign } from 'openpgp';
import { describe, expect, it } from 'vitest';
import { createOpenPgp } from '../../../lib/openpgp/openpgp';
import { join, literal, sealRaw, signed } from '../../support/openpgp/craft';
import { fixture, toOctets, toText } from '../../support/openpgp/fixture';
import { codeOf, craftPerson, makePerson, toCrafted } from '../../support/openpgp/people';

const pgp = createOpenPgp();
const TEXT = 'I owe you ten coins.\r\n';
const DAY = 86_400_000;
const ago = (days: number): Date => new Date(Date.now() - days * DAY);

const detached = async (
  content: Uint8Array,
  key: Parameters<typeof signed>[1],
  date = new Date(),
): Promise<Uint8Array> =>
  sign({ message: await createMessage({ binary: content }), signingKeys: key, detached: true, format: 'binary', date });

describe('detached', () => {
  it('verifies exactly these octets and no others', async () => {
    const alice = await craftPerson('Alice');
    const signature = await detached(toOctets(TEXT), alice.key);
    const verify = (text: string) => pgp.verifyDetached(toOctets(text), signature, [alice.certificate]);
    expect(await verify(TEXT)).toMatchObject([{ outcome: 'valid', fingerprint: alice.certificate.fingerprint }]);
    for (const text of ['', TEXT.slice(0, -1), `${TEXT} `, TEXT.replace('ten', 'two'), TEXT.replace('\r\n', '\n')]) {
      expect(await verify(text)).toMatchObject([{ outcome: 'invalid' }]);
    }
  });

  it.each([
    ['words', toOctets('hello')],
    ['nothing', new Uint8Array()],
    ['a certificate', fixture('whole.asc')],
    ['a broken block', toOctets('-----BEGIN PGP SIGNATURE-----\n\nwl0E\n-----END PGP SIGNATURE-----\n')],
  ])('refuses %s in the place of a signature', async (_, octets) => {
    expect(await codeOf(pgp.verifyDetached(toOctets(TEXT), octets, []))).toBe('mail/malformed');
  });
});

describe('the signer at the time', () => {
  const factsOf = async (signature: Uint8Array, certificate: Parameters<typeof pgp.verifyDetached>[2][number]) =>
    (await pgp.verifyDetached(toOctets(TEXT), signature, [certificate])).map(({ outcome }) => outcome);

  it('[req 11] a signature before the key expired stays valid, one after it is not', async () => {
    const alice = await craftPerson('Alice', { date: ago(20), keyExpirationTime: (10 * DAY) / 1000 });
    expect(await factsOf(await detached(toOctets(TEXT), alice.key, ago(15)), alice.certificate)).toEqual(['valid']);
    const unlimited = await craftPerson('Alice', { date: ago(20) });
    const late = await detached(toOctets(TEXT), unlimited.key, ago(5));
    expect(await factsOf(late, unlimited.certificate)).toEqual(['valid']);
    const { reformatKey } = await import('openpgp');
    const ended = await reformatKey({
      privateKey: unlimited.key,
      userIDs: [{ email: 'alice@example.org' }],
      keyExpirationTime: (10 * DAY) / 1000,
      date: ago(20),
      format: 'object',
    });
    expect(await factsOf(late, toCrafted(ended.privateKey).certificate)).toEqual(['invalid']);
  });

  it('[req 11] no signature by a revoked key is valid', async () => {
    const alice = await craftPerson('Alice', { date: ago(20) });
    const signature = await detached(toOctets(TEXT), alice.key, ago(5));
    const { publicKey } = await revokeKey({ key: alice.key, format: 'object' });
    expect(await factsOf(signature, toCrafted(alice.key, publicKey).certificate)).toEqual(['invalid']);
  });

  it('[req 11] no signature from before the key existed, or from the future, is valid', async () => {
    const alice = await craftPerson('Alice', { date: ago(20) });
    const future = new Date(Date.now() + 5 * DAY);
    expect(await factsOf(await detached(toOctets(TEXT), alice.key, future), alice.certificate)).toEqual(['invalid']);
    const younger = await craftPerson('Bob', { date: ago(20) });
    const { reformatKey } = await import('openpgp');
    const later = await reformatKey({
      privateKey: younger.key,
      userIDs: [{ name: 'Bob' }],
      date: ago(2),
      format: 'object',
    });
    const early = await detached(toOctets(TEXT), younger.key, ago(10));
    expect(await factsOf(early, toCrafted(later.privateKey).certificate)).toEqual(['invalid']);
  });

  it('[req 11] no signature by a weak key or with SHA-1 is valid', async () => {
    const date = ago(1);
    const weak = await craftPerson('Weak', { type: 'rsa', rsaBits: 1024, date, config: { minRSABits: 1023 } });
    const options = { config: { minRSABits: 1023 }, detached: true, format: 'binary', signingKeys: weak.key } as const;
    const signature = await sign({ ...options, message: await createMessage({ binary: toOctets(TEXT) }) });
    expect(await factsOf(signature, weak.certificate)).toEqual(['invalid']);
  });
});

describe('whom a signature is for', () => {
  it('[req 11] does not let a reader forward what was signed for him as if it were for another', async () => {
    const [alice, bob, carol] = [
      await makePerson(pgp, 'Alice'),
      await makePerson(pgp, 'Bob'),
      await craftPerson('Carol'),
    ];
    const request = { content: toOctets(TEXT), literal: 'binary', signer: alice.secret } as const;
    const forBob = await pgp.seal({ ...request, recipients: [bob.certificate, alice.certificate] });
    expect((await pgp.open(forBob, [bob.secret], [alice.certificate])).signatures[0]?.outcome).toBe('valid');
    const { decryptSessionKeys, readMessage, readPrivateKey } = await import('openpgp');
    const message = await readMessage({ armoredMessage: toText(forBob) });
    const bobsKey = await readPrivateKey({ binaryKey: bob.secret.octets.slice() });
    const keys = await decryptSessionKeys({ message, decryptionKeys: bobsKey });
    const inner = await message.decrypt(undefined, undefined, keys as never);
    const list = inner.packets as typeof inner.packets & { stream: ReadableStream | null };
    const reader = list.stream?.getReader();
    for (let step = await reader?.read(); step && !step.done; step = await reader?.read()) list.push(step.value);
    const forCarol = await sealRaw(list.write(), carol.publicKey);
    const opened = await pgp.open(forCarol.message, [carol.secret], [alice.certificate]);
    expect(toText(opened.content)).toBe(TEXT);
    expect(opened.signatures).toMatchObject([{ outcome: 'invalid' }]);
  });
});

describe('several signatures', () => {
  it('judges each by itself', async () => {
    const [alice, bob, carol] = [await craftPerson('Alice'), await craftPerson('Bob'), await craftPerson('Carol')];
    const message = await createMessage({ binary: toOctets(TEXT) });
    const inner = await sign({ message, signingKeys: [alice.key, bob.key], format: 'binary' });
    const { message: sealed } = await sealRaw(inner, carol.publicKey);
    const { signatures } = await pgp.open(sealed, [carol.secret], [bob.certificate, bob.certificate]);
    const idOf = (person: typeof alice): string => person.certificate.fingerprint.slice(-16);
    const found = new Map(signatures.map(({ keyId, outcome }) => [keyId, outcome]));
    expect(found).toEqual(
      new Map([
        [idOf(alice), 'no-certificate'],
        [idOf(bob), 'valid'],
      ]),
    );
  });

  it('[req 11] shows no signature over another literal as one over this', async () => {
    const [alice, bob] = [await craftPerson('Alice'), await craftPerson('Bob')];
    const genuine = await signed(toOctets(TEXT), alice.key);
    const { scanPackets } = await import('../../../lib/openpgp/packet-scan');
    const [onePass, , signature] = scanPackets(genuine, 9).packets.map(({ start, end }) =>
      genuine.subarray(start, end),
    );
    if (!onePass || !signature) throw new Error('no parts');
    const inner = join(onePass, await literal(toOctets('I owe you a thousand coins.')), signature);
    const { message } = await sealRaw(inner, bob.publicKey);
    const { signatures } = await pgp.open(message, [bob.secret], [alice.certificate]);
    expect(signatures).toMatchObject([{ outcome: 'invalid', fingerprint: alice.certificate.fingerprint }]);
  });

  it('[req 11] reads a signed literal in pieces (partial lengths) and changes none of it', async () => {
    const [alice, bob] = [await craftPerson('Alice'), await craftPerson('Bob')];
    const content = new Uint8Array(3_000).fill(65);
    const genuine = await signed(content, alice.key);
    const { scanPackets } = await import('../../../lib/openpgp/packet-scan');
    const [onePass, body, signature] = scanPackets(genuine, 9).packets.map(({ start, end }) =>
      genuine.subarray(start, end),
    );
    if (!onePass || !body || !signature) throw new Error('no parts');
    const inside = body.subarray(body.length - 3_006);
    const pieces = join(
      Uint8Array.of(0xcb, 0xe0 | 9),
      inside.subarray(0, 512),
      Uint8Array.of(0xe0 | 10),
      inside.subarray(512, 1536),
    );
    const last = inside.subarray(1536);
    const end = join(Uint8Array.of(255, 0, 0, last.length >> 8, last.length & 255), last);
    const { message } = await sealRaw(join(onePass, pieces, end, signature), bob.publicKey);
    const opened = await pgp.open(message, [bob.secret], [alice.certificate]);
    expect(opened.content).toEqual(content);
    expect(opened.signatures[0]?.outcome).toBe('valid');
  });
});
