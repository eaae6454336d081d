import { readMessage } from 'openpgp';
import { describe, expect, it } from 'vitest';
import { readArmor } from '../../../lib/openpgp/armor';
import { createOpenPgp } from '../../../lib/openpgp/openpgp';
import { scanPackets, TAG } from '../../../lib/openpgp/packet-scan';
import { toOctets, toText } from '../../support/openpgp/fixture';
import { codeOf, makePerson } from '../../support/openpgp/people';

const pgp = createOpenPgp();
const text = 'Grüße,\r\n- dash\r\n\r\ntrailing  \r\n';

const packetsOf = (armor: Uint8Array) => scanPackets(readArmor(armor, 1)[0]?.octets ?? new Uint8Array(), 100).packets;

describe.each([
  ['v4', 'text'],
  ['v4', 'binary'],
  ['v6', 'text'],
  ['v6', 'binary'],
] as const)('%s, %s', (version, literal) => {
  it('is read by every recipient and by the sender, signed', async () => {
    const [alice, bob, carol] = await Promise.all(
      ['Alice', 'Bob', 'Carol'].map((name) => makePerson(pgp, name, version)),
    );
    if (!alice || !bob || !carol) throw new Error('nobody');
    const recipients = [bob.certificate, carol.certificate, alice.certificate];
    const armor = await pgp.seal({ content: toOctets(text), literal, recipients, signer: alice.secret });
    for (const reader of [alice, bob, carol]) {
      const opened = await pgp.open(armor, [reader.secret], [bob.certificate, alice.certificate]);
      expect(toText(opened.content)).toBe(text);
      expect(opened.sealed).toBe(true);
      expect(opened.signatures).toMatchObject([{ outcome: 'valid', fingerprint: alice.secret.fingerprint }]);
    }
  });

  it('[req 15] is integrity protected, uncompressed, sealed to exactly the recipients, silent about the program', async () => {
    const [alice, bob] = [await makePerson(pgp, 'Alice', version), await makePerson(pgp, 'Bob', version)];
    const recipients = [bob.certificate, alice.certificate, bob.certificate];
    const armor = await pgp.seal({ content: toOctets(text.repeat(50)), literal, recipients, signer: alice.secret });
    const packets = packetsOf(armor);
    expect(packets.map(({ tag }) => tag)).toEqual([TAG.pkesk, TAG.pkesk, TAG.seipd]);
    expect(packets.at(-1)?.version).toBe(version === 'v6' ? 2 : 1);
    expect(packets.at(-1)?.end).toBeGreaterThan(text.length * 50);
    expect(toText(armor)).toMatch(/^-----BEGIN PGP MESSAGE-----\n\n[^:]+$/);
    const message = await readMessage({ armoredMessage: toText(armor) });
    const wanted = [alice, bob].map(
      async ({ certificate }) => (await pgp.view(certificate, [])).subkeys[0]?.fingerprint,
    );
    const ids = (await Promise.all(wanted)).map((id) => (id?.length === 64 ? id.slice(0, 16) : id?.slice(-16)));
    expect(
      message
        .getEncryptionKeyIDs()
        .map((id) => id.toHex())
        .toSorted((left, right) => left.localeCompare(right)),
    ).toEqual(ids.toSorted());
  });
});

it('[req 15] uses SEIPD version 1 where one of the recipients does not have the second', async () => {
  const [alice, bob] = [await makePerson(pgp, 'Alice', 'v6'), await makePerson(pgp, 'Bob', 'v4')];
  const request = { content: toOctets(text), literal: 'text', signer: alice.secret } as const;
  const armor = await pgp.seal({ ...request, recipients: [alice.certificate, bob.certificate] });
  expect(packetsOf(armor).at(-1)?.version).toBe(1);
  expect((await pgp.open(armor, [bob.secret], [alice.certificate])).signatures[0]?.outcome).toBe('valid');
});

it('is not for anybody else', async () => {
  const [alice, bob, eve] = [
    await makePerson(pgp, 'Alice'),
    await makePerson(pgp, 'Bob'),
    await makePerson(pgp, 'Eve'),
  ];
  const request = { content: toOctets(text), literal: 'text', signer: alice.secret } as const;
  const armor = await pgp.seal({ ...request, recipients: [bob.certificate, alice.certificate] });
  expect(await codeOf(pgp.open(armor, [eve.secret], []))).toBe('mail/not-for-me');
  expect(await codeOf(pgp.open(armor, [], []))).toBe('mail/not-for-me');
});

it('says that it does not know the signer', async () => {
  const [alice, bob] = [await makePerson(pgp, 'Alice'), await makePerson(pgp, 'Bob')];
  const request = { content: toOctets(text), literal: 'text', signer: alice.secret } as const;
  const armor = await pgp.seal({ ...request, recipients: [bob.certificate, alice.certificate] });
  const { signatures } = await pgp.open(armor, [bob.secret], [bob.certificate]);
  expect(signatures).toMatchObject([{ outcome: 'no-certificate', keyId: alice.secret.fingerprint.slice(-16) }]);
  expect(signatures[0]).not.toHaveProperty('fingerprint');
});

it('leaves the secret octets as they were, sealing and opening', async () => {
  const alice = await makePerson(pgp, 'Alice');
  const before = alice.secret.octets.slice();
  const request = { content: toOctets(text), literal: 'text', signer: alice.secret } as const;
  await pgp.open(await pgp.seal({ ...request, recipients: [alice.certificate] }), [alice.secret], []);
  expect(alice.secret.octets).toEqual(before);
});

describe('25 MB', () => {
  const content = new Uint8Array(25 * 1024 * 1024).map((_, index) => (index * 31 + (index >> 11)) & 255);

  it('is sealed and opened whole, with progress that only grows', async () => {
    const alice = await makePerson(pgp, 'Alice');
    const seen: number[] = [];
    const request = { content, literal: 'binary', recipients: [alice.certificate], signer: alice.secret } as const;
    const armor = await pgp.seal(request, { onProgress: (fraction) => seen.push(fraction) });
    expect(seen.length).toBeGreaterThan(3);
    expect(seen).toEqual(seen.toSorted((left, right) => left - right));
    expect(seen.at(-1)).toBe(1);
    const opened = await pgp.open(armor, [alice.secret], [alice.certificate]);
    expect(Buffer.compare(opened.content, content)).toBe(0);
    expect(opened.signatures[0]?.outcome).toBe('valid');
  });

  it('stops when it is cancelled, and the next message is sealed', async () => {
    const alice = await makePerson(pgp, 'Alice');
    const cancel = new AbortController();
    const request = { content, literal: 'binary', recipients: [alice.certificate], signer: alice.secret } as const;
    const progress = (fraction: number): void => {
      if (fraction > 0.3) cancel.abort();
    };
    expect(await codeOf(pgp.seal(request, { signal: cancel.signal, onProgress: progress }))).toBe('bus/cancelled');
    const next = await pgp.seal({ ...request, content: toOctets(text) });
    expect(toText((await pgp.open(next, [alice.secret], [])).content)).toBe(text);
  });

  it('is refused beyond the limit', async () => {
    const alice = await makePerson(pgp, 'Alice');
    const huge = new Uint8Array(49 * 1024 * 1024);
    const request = { literal: 'binary', recipients: [alice.certificate], signer: alice.secret } as const;
    expect(await codeOf(pgp.seal({ ...request, content: huge }))).toBe('mail/quota');
    expect(await codeOf(pgp.open(huge, [alice.secret], []))).toBe('mail/too-large');
  });
});

it('gives up at once when it was cancelled before', async () => {
  const alice = await makePerson(pgp, 'Alice');
  const signal = AbortSignal.abort();
  const request = {
    content: toOctets(text),
    literal: 'text',
    recipients: [alice.certificate],
    signer: alice.secret,
  } as const;
  expect(await codeOf(pgp.seal(request, { signal }))).toBe('bus/cancelled');
  expect(await codeOf(pgp.open(toOctets('x'), [], [], { signal }))).toBe('bus/cancelled');
});
