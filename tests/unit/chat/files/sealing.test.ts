import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CONTENT_LIMIT } from '../../../../lib/chat/files/sealed/format';
import type { FileId } from '../../../../lib/core/chat';
import { AppError } from '../../../../lib/core/errors';
import { createFilesWorld, octetsOf, sealOctets } from './files-world';
import { CANARY, PLACE, tellingJpeg } from './telling-pictures';

const some = (octets: number) => Uint8Array.from(randomBytes(octets));

/** Every id that was drawn, so that what is left can be counted. */
function world() {
  const base = createFilesWorld();
  const ids: FileId[] = [];
  const rows = { ...base.rows };
  rows.put = (row) => {
    ids.push(row.file);
    return base.rows.put(row);
  };
  return { ...base, rows, ids, left: () => base.left(ids), start: () => base.start({ rows }) };
}

describe('sealing a file', () => {
  it.each([0, 1, 65_536, 1_048_576, 2_500_000])(
    'of %d octets keeps it here, sealed, and opens it again',
    async (octets) => {
      const { start, rows, relay } = world();
      const files = start();
      const content = some(octets);
      const fractions: number[] = [];
      const record = await sealOctets(files, content, {}, { onProgress: (fraction) => fractions.push(fraction) });
      expect(record).toMatchObject({ octets, name: 'notes.bin', mediaType: 'application/octet-stream' });
      expect(fractions.at(-1)).toBe(1);
      expect(await rows.pieces(record.file)).toBe(Math.ceil(record.sealedOctets / 1_048_576));
      expect(await files.transfer(record)).toEqual({ state: 'waiting', done: 0, octets: record.sealedOctets });
      const opened = await files.open(record);
      expect(opened.type).toBe('application/octet-stream');
      expect((await octetsOf(opened)).equals(content)).toBe(true);
      expect(relay.calls).toEqual([]);
    },
  );

  it('takes place and camera out of a picture unless told not to [req 20]', async () => {
    const { start } = world();
    const files = start();
    const picture = new Blob([Uint8Array.from(tellingJpeg())]);
    const over = { name: 'IMG_0001.JPG', mediaType: 'image/jpeg' };
    const cleaned = await octetsOf(await files.open(await sealOctets(files, picture, over)));
    expect([cleaned.includes(CANARY), cleaned.includes(PLACE), cleaned.includes('Exif')]).toEqual([false, false, true]);
    const kept = await octetsOf(await files.open(await sealOctets(files, picture, { ...over, keepMetadata: true })));
    expect(kept.equals(tellingJpeg())).toBe(true);
  });

  it('leaves it to a person where place and camera cannot be taken out, and keeps nothing until then', async () => {
    const { start, left } = world();
    const files = start();
    const heic = new Blob([Uint8Array.from(Buffer.from('000000186674797068656963', 'hex'))]);
    await expect(sealOctets(files, heic)).rejects.toMatchObject({ code: 'file/may-tell' });
    await expect(sealOctets(files, new Blob([Uint8Array.from(tellingJpeg().subarray(0, 500))]))).rejects.toMatchObject({
      code: 'file/uncleaned',
    });
    expect(await left()).toBe(0);
    expect((await sealOctets(files, heic, { keepMetadata: true })).octets).toBe(12);
  });

  it('neutralises name and type [req 24]', async () => {
    const { start } = world();
    const named = (name: string, mediaType = 'text/plain') => sealOctets(start(), some(1), { name, mediaType });
    expect((await named('../../etc/\u202Egnp.exe')).name).not.toMatch(/[/\u202e]/);
    expect((await named('a\n\u0000b.txt')).name).toBe('ab.txt');
    expect(Buffer.byteLength((await named('€'.repeat(5_000))).name)).toBeLessThanOrEqual(1_020);
    expect((await named('x', 'Text/HTML; charset=utf-8')).mediaType).toBe('text/html');
    expect((await named('x', 'text/html\r\nX: y')).mediaType).toBe('application/octet-stream');
    expect((await named('x', `text/${'a'.repeat(300)}`)).mediaType).toBe('application/octet-stream');
  });

  it('refuses what is too large before it reads any of it', async () => {
    const { start, left } = world();
    let reads = 0;
    const huge = Object.defineProperties(new Blob([]), {
      size: { value: CONTENT_LIMIT + 1 },
      slice: { value: () => reads++ },
    });
    await expect(sealOctets(start(), huge)).rejects.toMatchObject({ code: 'file/too-large' });
    expect([reads, await left()]).toEqual([0, 0]);
  });

  it('says that a file went away while it was read, and keeps nothing of it', async () => {
    const { start, left } = world();
    const gone = new Blob([some(3_000_000)]);
    const { slice } = gone;
    const fails = Object.defineProperty(gone, 'slice', {
      value: (from: number, to: number) =>
        from < 2_000_000
          ? slice.call(gone, from, to)
          : { arrayBuffer: () => Promise.reject(new DOMException('', 'NotReadableError')) },
    });
    await expect(sealOctets(start(), fails)).rejects.toMatchObject({ code: 'file/unreadable' });
    expect(await left()).toBe(0);
  });

  it('keeps nothing where the disk is full', async () => {
    const made = world();
    const { putPiece } = made.rows;
    made.rows.putPiece = (file, piece, octets) =>
      piece === 2 ? Promise.reject(new AppError('store/full')) : putPiece(file, piece, octets);
    await expect(sealOctets(made.start(), some(5_000_000))).rejects.toMatchObject({ code: 'store/full' });
    expect(await made.left()).toBe(0);
  });

  it('leaves nothing where it is cancelled, at whatever moment', async () => {
    const content = some(2_200_000);
    for (let moment = 0; moment <= 8; moment++) {
      const made = world();
      const abort = new AbortController();
      let calls = 0;
      const tick = () => void (calls++ === moment && abort.abort());
      const { put, putPiece } = made.rows;
      made.rows.put = async (row) => [tick(), await put(row), tick()][1] as undefined;
      made.rows.putPiece = async (...input) => [tick(), await putPiece(...input), tick()][1] as undefined;
      const sealed = sealOctets(made.start(), content, {}, { signal: abort.signal });
      await expect(sealed, `moment ${moment}`).rejects.toMatchObject({ code: 'bus/cancelled' });
      expect([await made.left(), await made.rows.unfinished()], `moment ${moment}`).toEqual([0, []]);
    }
  });

  it('ends when keys lock, as opening does, and goes on after', async () => {
    const made = world();
    const files = made.start();
    const record = await sealOctets(files, some(3_000_000));
    const stopAt = (fraction: number) => (done: number) => void (done > fraction && files.stop());
    await expect(sealOctets(files, some(3_000_000), {}, { onProgress: stopAt(0.3) })).rejects.toMatchObject({
      code: 'vault/locked',
    });
    await expect(files.open(record, { onProgress: stopAt(0.3) })).rejects.toMatchObject({ code: 'vault/locked' });
    expect(await made.rows.unfinished()).toHaveLength(1);
    expect((await files.open(record)).size).toBe(3_000_000);
  });

  it('that a background did not finish is swept away by the next', async () => {
    const base = createFilesWorld();
    const ids: FileId[] = [];
    const { putPiece } = base.rows;
    const rows = {
      ...base.rows,
      putPiece: async (...input: Parameters<typeof putPiece>) => {
        ids.push(input[0]);
        await putPiece(...input);
        return new Promise<never>(() => undefined);
      },
    };
    void sealOctets(base.start({ rows }), some(3_000_000));
    await expect.poll(() => ids.length).toBe(1);
    const next = base.start();
    expect(await base.left(ids)).toBe(2);
    await next.resume();
    expect(await base.left(ids)).toBe(0);
    expect([base.relay.calls, base.failures]).toEqual([[], []]);
  });

  it('is left alone by a sweep while it goes on', async () => {
    const made = world();
    const files = made.start();
    const { putPiece } = made.rows;
    made.rows.putPiece = async (...input) => {
      await putPiece(...input);
      await files.resume();
    };
    const content = some(2_200_000);
    expect((await octetsOf(await files.open(await sealOctets(files, content)))).equals(content)).toBe(true);
  });
});
