import { describe, expect, it } from 'vitest';
import { createCallLines } from '../../../../lib/chat/call-lines';
import { AppError } from '../../../../lib/core/errors';
import type { UserId } from '../../../../lib/core/wire/ids';
import { newMessageId } from '../../../support/chat/world';
import { OPEN, states, twoInTouch } from '../meeting/people';
import { type Person, settled } from '../meeting/world';

const notHere = () => Promise.reject(new AppError('call/unknown'));

/** Calls over a whole meeting: who is accepted decides, and nothing is said. */
function linesOf(person: Person) {
  const { book } = person.background();
  const talking = { sendCall: notHere, noteCall: notHere };
  return createCallLines({ book, certificates: person.keyring.port, meeting: person.meeting(), talking });
}

describe('who can be called', () => {
  it('is who a channel is open with, by name, certificate, decision and device', async () => {
    const { anna, bert } = await twoInTouch();
    const [id, lines] = [await anna.id(), linesOf(anna)];
    const peer = { fingerprint: bert.fingerprint(), decision: 'in-use', device: bert.account().device };
    expect(await lines.peer(id)).toMatchObject(peer);
    expect(await lines.open()).toEqual([{ ...(await lines.peer(id)), conversation: id }]);
    expect((await lines.open())[0]?.name).not.toBe('');
    expect(await lines.myCertificate()).toBe(anna.fingerprint());
  });

  it('is nobody whose certificate was refused', async () => {
    const { anna, bert } = await twoInTouch();
    const [id, lines] = [await anna.id(), linesOf(anna)];
    await anna.decide(bert, 'refused');
    expect(await lines.open()).toEqual([]);
    await expect(lines.peer(id)).rejects.toThrow('call/not-open');
  });

  it('is nobody whose channel ended', async () => {
    const { anna, bert } = await twoInTouch();
    const [id, lines] = [await anna.id(), linesOf(anna)];
    expect(await lines.open()).toHaveLength(1);
    await bert.meeting().end(await bert.id());
    await settled(anna, bert);
    expect(await lines.open()).toEqual([]);
    await expect(lines.peer(id)).rejects.toThrow('call/not-open');
  });

  it('is nobody of another account, and nothing is known while keys are locked', async () => {
    const { anna } = await twoInTouch();
    const [id, lines] = [await anna.id(), linesOf(anna)];
    const { account } = anna.disk;
    if (account === undefined) throw new Error('no account');
    anna.disk.account = { ...account, user: 'other.k7m2q' as UserId };
    await expect(lines.peer(id)).rejects.toThrow('call/not-open');
    anna.disk.account = account;
    anna.life.locked = true;
    for (const asked of [lines.open(), lines.peer(id), lines.myCertificate()]) {
      await expect(asked).rejects.toThrow('vault/locked');
    }
    anna.life.locked = false;
    await expect(lines.peer(newMessageId() as string as typeof id)).rejects.toThrow('chat/unknown');
  });
});

describe('words of a call that were compared by voice', () => {
  it('mark the certificate verified everywhere, with one line', async () => {
    const { anna, bert } = await twoInTouch();
    const [id, lines] = [await anna.id(), linesOf(anna)];
    await lines.compared(id, true);
    await lines.compared(id, true);
    expect((await anna.status()).decision).toBe('verified');
    expect((await lines.peer(id)).decision).toBe('verified');
    expect(await anna.notes()).toEqual(['verified']);
    expect(await states(anna, bert)).toEqual(OPEN);
  });

  it('that differ refuse the certificate, and the channel stops at once', async () => {
    const { anna, bert } = await twoInTouch();
    const [id, lines] = [await anna.id(), linesOf(anna)];
    await lines.compared(id, false);
    expect(await anna.status()).toMatchObject({ channel: 'your-decision', decision: 'refused', writable: false });
    expect(await lines.open()).toEqual([]);
    await bert.say('hello?');
    await settled(anna, bert);
    expect(anna.heard()).not.toContain('message');
    // And what was refused is not taken back by a press that comes after it.
    await expect(lines.compared(id, true)).rejects.toThrow('call/not-open');
    expect((await anna.status()).decision).toBe('refused');
  });
});
