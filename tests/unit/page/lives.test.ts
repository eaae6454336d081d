import { beforeEach, describe, expect, it } from 'vitest';
import { liveInDocument } from '../../../lib/page/lives';

describe('a script of ours in a document whose site is granted, not granted, and granted again', () => {
  let begun: Array<() => void>;
  let alive: boolean;
  let now: number;
  let world: object;
  /** As the browser puts it in: each time another script, in the same isolated world. */
  const putIn = () =>
    liveInDocument(world, {
      use: 'chat',
      isAlive: () => alive,
      now: () => now,
      start(onEnd) {
        begun.push(onEnd);
        return onEnd;
      },
    });
  const endLast = () => begun.at(-1)?.();
  beforeEach(() => {
    [begun, alive, now, world] = [[], true, 0, {}];
  });

  it('begins once, however often it is put in', () => {
    expect(putIn()).toBeTypeOf('function');
    expect(putIn()).toBeUndefined();
    expect(begun).toHaveLength(1);
  });

  it('begins anew where it has ended and is put in again', async () => {
    putIn();
    endLast();
    await Promise.resolve();
    expect(begun).toHaveLength(1);
    putIn();
    expect(begun).toHaveLength(2);
    endLast();
    putIn();
    expect(begun).toHaveLength(3);
  });

  it('begins anew when it has ended, where it was put in again while it was only just ending', async () => {
    putIn();
    putIn();
    endLast();
    expect(begun).toHaveLength(1);
    await Promise.resolve();
    expect(begun).toHaveLength(2);
    // Asked once, begun once.
    endLast();
    await Promise.resolve();
    expect(begun).toHaveLength(2);
  });

  it('ends where it was put in again long before', async () => {
    putIn();
    putIn();
    now = 10_000;
    endLast();
    await Promise.resolve();
    expect(begun).toHaveLength(1);
  });

  it('leaves the document to another script after an update of the extension', async () => {
    putIn();
    putIn();
    alive = false;
    endLast();
    await Promise.resolve();
    expect(begun).toHaveLength(1);
    expect(putIn()).toBeTypeOf('function');
  });
});
