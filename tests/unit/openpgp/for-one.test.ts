import { readSignature } from 'openpgp';
import { describe, expect, it } from 'vitest';
import { createOpenPgp } from '../../../lib/openpgp/openpgp';
import { scanPackets, TAG } from '../../../lib/openpgp/packet-scan';
import { toOctets, toText } from '../../support/openpgp/fixture';
import { codeOf, craftPerson, makePerson } from '../../support/openpgp/people';

const pgp = createOpenPgp();
const WORDS = toOctets('half of a key\r\n  ');
const DAY = 86_400_000;

describe.each(['v4', 'v6'] as const)('with certificates of version %s', (version) => {
  it('seals to one certificate, without armor, signed, and not to the signer', async () => {
    const [alice, bob] = [await makePerson(pgp, 'Alice', version), await makePerson(pgp, 'Bob', version)];
    const message = await pgp.sealToOne(WORDS, bob.certificate, alice.secret);
    const { packets, state } = scanPackets(message, 10);
    expect(state).toBe('whole');
    expect(packets.map(({ tag }) => tag)).toEqual([TAG.pkesk, TAG.seipd]);
    expect(packets[1]?.version).toBe(version === 'v6' ? 2 : 1);
    const opened = await pgp.open(message, [bob.secret], [alice.certificate]);
    expect(opened.content).toEqual(WORDS);
    expect(opened.sealed).toBe(true);
    expect(opened.signatures).toMatchObject([{ outcome: 'valid', fingerprint: alice.secret.fingerprint }]);
    expect(await codeOf(pgp.open(message, [alice.secret], [alice.certificate]))).toBe('mail/not-for-me');
  });

  it('signs exactly the octets that it was given, in one packet of type 0x00', async () => {
    const alice = await makePerson(pgp, 'Alice', version);
    const signature = await pgp.signDetached(WORDS, alice.secret);
    expect(scanPackets(signature, 10).packets.map(({ tag }) => tag)).toEqual([TAG.signature]);
    expect((await readSignature({ binarySignature: signature })).packets[0]?.signatureType).toBe(0);
    const outcomes = async (content: Uint8Array) =>
      (await pgp.verifyDetached(content, signature, [alice.certificate])).map(({ outcome }) => outcome);
    expect(await outcomes(WORDS)).toEqual(['valid']);
    // Type 0x01 would not see the other line end.
    expect(await outcomes(toOctets(toText(WORDS).replace('\r\n', '\n')))).toEqual(['invalid']);
    expect(await outcomes(WORDS.subarray(1))).toEqual(['invalid']);
  });

  it('leaves the secret octets as they were', async () => {
    const alice = await makePerson(pgp, 'Alice', version);
    const before = alice.secret.octets.slice();
    await pgp.signDetached(WORDS, alice.secret);
    await pgp.sealToOne(WORDS, alice.certificate, alice.secret);
    expect(alice.secret.octets).toEqual(before);
  });
});

it('takes one packet without armor of type 0x00 for exact, and nothing else', async () => {
  const { sign, createMessage } = await import('openpgp');
  const alice = await craftPerson('Alice');
  const detached = { signingKeys: alice.key, detached: true } as const;
  const [binary, text] = [await createMessage({ binary: WORDS }), await createMessage({ text: toText(WORDS) })];
  const exact = (signature: Uint8Array) => pgp.verifyDetached(WORDS, signature, [alice.certificate], { exact: true });
  const good = await sign({ ...detached, message: binary, format: 'binary' });
  expect(await exact(good)).toMatchObject([{ outcome: 'valid' }]);
  const others = [
    new Uint8Array([...good, ...good]),
    toOctets((await sign({ ...detached, message: binary, format: 'armored' })) as string),
    await sign({ ...detached, message: text, format: 'binary' }),
  ];
  for (const signature of others) expect(await codeOf(exact(signature as Uint8Array))).toBe('mail/malformed');
});

it('[req 15] what mail seals is refused where its writer could not read it', async () => {
  const [alice, bob] = [await makePerson(pgp, 'Alice'), await makePerson(pgp, 'Bob')];
  const request = { content: WORDS, literal: 'binary', recipients: [bob.certificate], signer: alice.secret } as const;
  expect(await codeOf(pgp.seal(request))).toBe('bus/internal');
});

it('[req 12] seals to nobody who is not fit, by that reason', async () => {
  const alice = await makePerson(pgp, 'Alice');
  const old = await craftPerson('Old', { date: new Date(Date.now() - 10 * DAY), keyExpirationTime: 86_400 });
  expect(await codeOf(pgp.sealToOne(WORDS, old.certificate, alice.secret))).toBe('key/expired');
  expect(await codeOf(pgp.sealToOne(new Uint8Array(49 * 1024 * 1024), alice.certificate, alice.secret))).toBe(
    'mail/quota',
  );
});

describe('a signer whose clock is ahead', () => {
  it('is believed as far as the caller says, and no further; mail does not believe it at all', async () => {
    const bob = await makePerson(pgp, 'Bob');
    const { sign, createMessage, encrypt, readKey } = await import('openpgp');
    const alice = await craftPerson('Alice');
    const date = new Date(Date.now() + 2 * DAY);
    const message = await createMessage({ binary: WORDS });
    const signature = await sign({ message, signingKeys: alice.key, detached: true, format: 'binary', date });
    const sealed = await encrypt({
      message,
      encryptionKeys: await readKey({ binaryKey: bob.certificate.octets }),
      signingKeys: alice.key,
      format: 'binary',
      date,
    });
    const outcomes = async (aheadMs: number | undefined) => {
      const options = aheadMs === undefined ? {} : { aheadMs };
      const facts = await pgp.verifyDetached(WORDS, signature, [alice.certificate], options);
      const opened = await pgp.open(sealed, [bob.secret], [alice.certificate], options);
      return [...facts, ...opened.signatures].map(({ outcome }) => outcome);
    };
    expect(await outcomes(undefined)).toEqual(['invalid', 'invalid']);
    expect(await outcomes(DAY)).toEqual(['invalid', 'invalid']);
    expect(await outcomes(7 * DAY)).toEqual(['valid', 'valid']);
  });
});
