import { describe, expect, it } from 'vitest';
import { createSealGuard } from '../../../relay/http/seal-guard';
import { sealedPayload } from '../../support/relay/payload';

async function through(chunks: readonly Uint8Array[], offset: number, total: number) {
  const source = (async function* () {
    yield* chunks;
  })();
  const guard = createSealGuard(source, offset, total);
  const passed: Uint8Array[] = [];
  for await (const chunk of guard.octets) passed.push(chunk);
  return { passed: Buffer.concat(passed), refused: guard.refused() };
}

describe('the guard of sealed files', () => {
  it('lets a sealed file through as it is, however it is cut', async () => {
    const file = sealedPayload(2_000, 'attachment');
    for (const cut of [1, 2, 3, 258, 259, 260, 1_999]) {
      const { passed, refused } = await through([file.subarray(0, cut), file.subarray(cut)], 0, file.length);
      expect([passed.equals(file), refused]).toEqual([true, undefined]);
    }
    expect(
      (
        await through(
          [...file].map((octet) => Uint8Array.of(octet)),
          0,
          file.length,
        )
      ).passed.equals(file),
    ).toBe(true);
  });

  it('finds the words of a private key wherever the cuts are', async () => {
    const words = Buffer.from('-----BEGIN PRIVATE KEY-----');
    for (let cut = 1; cut < words.length; cut++) {
      const { refused } = await through([words.subarray(0, cut), words.subarray(cut)], 500, 10_000);
      expect(refused, `cut at ${cut}`).toBe('relay/private-key');
    }
    expect(
      (
        await through(
          [...words].map((octet) => Uint8Array.of(octet)),
          500,
          10_000,
        )
      ).refused,
    ).toBe('relay/private-key');
  });

  it('takes a small file whole, and no half of it', async () => {
    const file = sealedPayload(100, 'attachment');
    expect((await through([file], 0, 100)).refused).toBeUndefined();
    expect(await through([file.subarray(0, 99)], 0, 100)).toEqual({
      passed: Buffer.alloc(0),
      refused: 'relay/unsealed',
    });
  });
});
