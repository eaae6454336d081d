import { argon2id } from 'hash-wasm';
import { describe, expect, it } from 'vitest';
import { importAesKey, openAes } from '../../../lib/vault/aes';
import { deriveWrappingKey } from '../../../lib/vault/argon2';
import { fromHex } from '../../../lib/vault/octets';
import { isWeakPassphrase } from '../../../lib/vault/passphrase';
import { SecretOctets } from '../../../lib/vault/secret-octets';

describe('the parts of the vault', () => {
  it('compute Argon2id as the reference program does', async () => {
    // From the reference program's own test set (phc-winner-argon2, test.c):
    // (`echo -n password | argon2 somesalt -id -t 2 -k 65536 -p 1 -l 32`).
    const hash = await argon2id({
      password: 'password',
      salt: new TextEncoder().encode('somesalt'),
      memorySize: 65_536,
      iterations: 2,
      parallelism: 1,
      hashLength: 32,
      outputType: 'hex',
    });
    expect(hash).toBe('09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7');
  });

  it('derive keys that cannot be read out, and another one for another salt', async () => {
    const cheap = { memoryKiB: 64, iterations: 1, parallelism: 1 };
    const key = await deriveWrappingKey('a', new Uint8Array(16), cheap);
    expect(key.extractable).toBe(false);
    const iv = new Uint8Array(12);
    const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new Uint8Array(1)));
    const other = await deriveWrappingKey('a', new Uint8Array(16).fill(1), cheap);
    await expect(crypto.subtle.decrypt({ name: 'AES-GCM', iv }, other, sealed)).rejects.toThrow();
  });

  it('open AES-256-GCM as test case 14 of the GCM paper (McGrew and Viega) says, and nothing that differs', async () => {
    const zero = await importAesKey(new Uint8Array(32));
    const iv = '000000000000000000000000';
    const sealed = fromHex(`${iv}cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919`) ?? new Uint8Array();
    expect(await openAes(zero, sealed, '')).toEqual(new Uint8Array(16));
    expect(await openAes(await importAesKey(new Uint8Array(32).fill(1)), sealed, '')).toBeUndefined();
    expect(await openAes(zero, sealed, 'elsewhere')).toBeUndefined();
    expect(await openAes(zero, new Uint8Array(3), '')).toBeUndefined();
  });

  it('wipe secrets at the end of their block', () => {
    const octets = Uint8Array.of(1, 2, 3);
    {
      using secret = new SecretOctets(octets);
      expect(secret.octets).toEqual(Uint8Array.of(1, 2, 3));
    }
    expect(octets).toEqual(new Uint8Array(3));
  });

  it('read hex and nothing else', () => {
    expect(fromHex('00ff')).toEqual(Uint8Array.of(0, 255));
    expect(fromHex('0')).toBeUndefined();
    expect(fromHex('zz')).toBeUndefined();
  });

  it.each([
    'correct horse battery staple',
    'passwordpassword',
    'Passphrase 2026!',
    '123456789012345',
    '   aaaa   aaaa',
  ])('call %j weak', (text) => expect(isWeakPassphrase(text)).toBe(true));

  it.each(['violet harbour 41 lantern', 'überall dünne Wölkchen', 'x7#Lq2!vTp9z'])('accept %j', (text) =>
    expect(isWeakPassphrase(text)).toBe(false),
  );
});
