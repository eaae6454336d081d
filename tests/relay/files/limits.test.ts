import { afterAll, describe, expect, it } from 'vitest';
import { becomes, type FilesWorld, fetchAll, of, openFilesWorld, putUp, sealFor, some } from './people';

const MIB = 1_048_576;

const worlds: FilesWorld[] = [];
const open = async (...args: readonly string[]) => {
  const world = await openFilesWorld(...args);
  worlds.push(world);
  return world;
};
afterAll(async () => {
  for (const world of worlds) await world.close();
});

describe('a file that the relay does not carry', () => {
  it('says why, and can be sent when there is room', async () => {
    const world = await open('--attachment-octets', '2M', '--attachments-octets-per-user', '3M');
    const anna = await world.person('anna');
    const large = await sealFor(anna, some(2 * MIB));
    anna.files.upload(large.file);
    expect(await becomes(anna.files, large, 'failed')).toMatchObject({ code: 'relay/too-large' });

    const first = await sealFor(anna, some(1.9 * MIB));
    await putUp(anna, first);
    const second = await sealFor(anna, some(1.9 * MIB));
    anna.files.upload(second.file);
    expect(await becomes(anna.files, second, 'failed')).toMatchObject({ code: 'relay/quota' });
    await anna.files.remove(first.file);
    await expect.poll(() => world.octetsAtRelay(), { timeout: 15_000 }).toBe(0);
    await putUp(anna, second);
    expect(world.octetsAtRelay()).toBe(second.sealedOctets);
  });

  it('any more is expired', async () => {
    const world = await open('--keep', '4s');
    const bert = await world.person('bert');
    const clara = await world.person('clara');
    const theirs = await putUp(bert, await sealFor(bert, some(1_000)));
    await expect
      .poll(
        async () => {
          await clara.files.remove(theirs.file);
          await fetchAll(clara, theirs).catch(() => undefined);
          return clara.files.transfer(theirs);
        },
        { timeout: 20_000 },
      )
      .toMatchObject({ state: 'failed', code: 'file/expired', done: 0 });
    await expect(clara.files.open(theirs)).rejects.toMatchObject({ code: 'file/not-here' });
    await expect(clara.files.download({ ...theirs, octets: 5 }, of)).rejects.toMatchObject({ code: 'file/damaged' });
  });
});
