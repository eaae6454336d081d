import { describe, expect, it } from 'vitest';
import { OPEN, states, twoInTouch } from './people';
import { settled } from './world';

describe('digits that two people compared by voice', () => {
  it('mark the certificate verified, everywhere, once', async () => {
    const { anna, bert } = await twoInTouch();
    const [id, digits = ''] = [await anna.id(), await anna.digits()];
    await anna.meeting().compared(id, digits, true);
    expect((await anna.status()).decision).toBe('verified');
    await anna.meeting().compared(id, digits, true);
    expect(await anna.notes()).toEqual(['verified']);
    expect(await states(anna, bert)).toEqual(OPEN);
  });

  it('have to be those of the channel now: others mark nothing', async () => {
    const { anna, bert } = await twoInTouch();
    const [id, before = ''] = [await anna.id(), await anna.digits()];
    for (const other of ['', '0000 0000 0000', before.replaceAll(' ', ''), `${before} `]) {
      await expect(anna.meeting().compared(id, other, true)).rejects.toThrow('chat/compare-again');
    }
    await bert.meeting().renew(await bert.id());
    await settled(anna, bert);
    expect(await anna.digits()).not.toBe(before);
    await expect(anna.meeting().compared(id, before, true)).rejects.toThrow('chat/compare-again');
    await expect(anna.meeting().compared(id, before, false)).rejects.toThrow('chat/compare-again');
    expect((await anna.status()).decision).toBe('in-use');
    expect(await anna.notes()).toEqual([]);
  });

  it('that differ refuse the certificate, and the channel stops at once', async () => {
    const { anna, bert } = await twoInTouch();
    await anna.meeting().compared(await anna.id(), (await anna.digits()) ?? '', false);
    expect(await anna.status()).toMatchObject({ channel: 'your-decision', decision: 'refused', writable: false });
    expect(await anna.digits()).toBeUndefined();
    expect(await anna.background().rows.outbox()).toEqual([]);
    await bert.say('hello?');
    await settled(anna, bert);
    expect(anna.heard()).not.toContain('message');
  });

  it('are not there before both can know them', async () => {
    const { anna } = await twoInTouch();
    await expect(anna.meeting().compared('00'.repeat(16) as never, '', true)).rejects.toThrow('chat/unknown');
  });
});
