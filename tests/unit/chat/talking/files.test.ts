import { describe, expect, it } from 'vitest';
import { type ChatPerson, createOpenWorld, HOUR, newMessageId } from '../../../support/chat/world';
import { newFuse } from '../../../support/mortal';
import { until } from '../../../support/wait';

const find = async (person: ChatPerson, id: string) => (await person.history()).find((one) => one.id === id);
const fileOf = (name = 'plan.pdf') => ({
  id: newMessageId(),
  name,
  mediaType: 'application/pdf',
  content: new Blob(['0123456789']),
  keepMetadata: false,
});
const nothing = {};

describe('a message with a file', () => {
  it('goes out when its file is at the relay, and not before', async () => {
    const { anna, bert } = await createOpenWorld();
    const file = fileOf();
    const shown = await anna.now.talking.sendFile(anna.id, file, nothing);
    expect(shown).toMatchObject({ state: 'sending', body: { kind: 'file', name: 'plan.pdf', octets: 10 } });
    await anna.say('said after it');
    await until('what was said', async () => (await bert.lines()).includes('said after it'));
    expect(await find(bert, file.id)).toBeUndefined();
    expect(await anna.now.outbox.queued(anna.id)).toBe(1);
    anna.now.files.finish();
    await until('it', async () => (await find(bert, file.id)) !== undefined);
    const body = (await find(bert, file.id))?.body;
    expect(body).toMatchObject({ kind: 'file', name: 'plan.pdf', mediaType: 'application/pdf', octets: 10 });
    expect(body?.kind === 'file' && body.transfer.state).toBe('offered');
    await until('anna to know', async () => (await find(anna, file.id))?.state === 'delivered');
  });

  it('is loaded and opened when the person wants it', async () => {
    const { anna, bert } = await createOpenWorld();
    const file = fileOf();
    await anna.now.talking.sendFile(anna.id, file, nothing);
    anna.now.files.finish();
    await until('it', async () => (await find(bert, file.id)) !== undefined);
    await expect(bert.now.talking.openFile(bert.id, file.id, nothing)).rejects.toThrow('file/not-here');
    await bert.now.talking.loadFile(bert.id, file.id);
    expect(await bert.now.talking.openFile(bert.id, file.id, nothing)).toBeInstanceOf(Blob);
    const said = await anna.say('no file');
    await expect(anna.now.talking.loadFile(anna.id, said)).rejects.toThrow('file/not-here');
  });

  it('whose upload ends while keys are locked goes out after unlock', async () => {
    const { anna, bert, move } = await createOpenWorld();
    const file = fileOf();
    await anna.now.talking.sendFile(anna.id, file, nothing);
    await anna.lock();
    anna.now.files.finish();
    await move(1_000);
    expect(await find(bert, file.id)).toBeUndefined();
    await anna.unlock();
    await until('it', async () => (await find(bert, file.id)) !== undefined);
  });

  it('goes out once, though it was told again and again that it is at the relay', async () => {
    const { anna, bert } = await createOpenWorld();
    const file = fileOf();
    await anna.now.talking.sendFile(anna.id, file, nothing);
    const found = await anna.now.book.message(anna.id, file.id);
    const upload = {
      file: found?.file ?? ('' as never),
      conversation: anna.id,
      message: file.id,
      attachment: newMessageId() as never,
      expires: 9,
    };
    for (let count = 0; count < 3; count += 1) anna.now.talking.uploaded(upload);
    await until('it', async () => (await find(bert, file.id)) !== undefined);
    anna.now.talking.uploaded(upload);
    await anna.say('later');
    await until('later', async () => (await bert.lines()).includes('later'));
    expect((await bert.lines()).filter((line) => line === '(file)')).toHaveLength(1);
    expect((await bert.lines()).some((line) => line.startsWith('[lost'))).toBe(false);
  });

  it('that does not reach the relay says so, and after twelve hours it is not sent', async () => {
    const { anna, move } = await createOpenWorld();
    const file = fileOf();
    await anna.now.talking.sendFile(anna.id, file, nothing);
    anna.now.files.fail();
    expect(await find(anna, file.id)).toMatchObject({ state: 'error', problem: 'relay/quota' });
    await move(12 * HOUR);
    expect((await anna.now.rows.message(anna.id, file.id))?.state).toBe('error');
  });

  it('sent again after the relay has let go of its file, is uploaded anew', async () => {
    const { anna, bert, clock, relay } = await createOpenWorld();
    bert.goOffline();
    const file = fileOf();
    await anna.now.talking.sendFile(anna.id, file, nothing);
    anna.now.files.finish(clock.now + 72 * HOUR);
    await until('it to be at the relay', async () => (await find(anna, file.id))?.state === 'stored');
    clock.now += 72 * HOUR;
    relay.expire();
    await until('it to expire', async () => (await find(anna, file.id))?.state === 'error');
    bert.goOnline();
    await anna.now.talking.sendAgain(anna.id, file.id);
    expect((await find(anna, file.id))?.state).toBe('sending');
    expect(anna.now.files.uploads).toBe(2);
    anna.now.files.finish(clock.now + 72 * HOUR);
    await until('bert to have it', async () => (await find(bert, file.id)) !== undefined);
    const found = await bert.now.book.message(bert.id, file.id);
    expect(found?.content?.body).toMatchObject({ expires: clock.now + 72 * HOUR });
  });

  it('taken back goes with its file', async () => {
    const { anna } = await createOpenWorld();
    const file = fileOf();
    await anna.now.talking.sendFile(anna.id, file, nothing);
    await anna.now.talking.cancel(anna.id, file.id);
    expect(await find(anna, file.id)).toBeUndefined();
    expect(anna.now.files.removed).toHaveLength(1);
  });

  it('whose line was never written, because the background died, leaves no file behind', async () => {
    const { anna } = await createOpenWorld();
    anna.now.fuse.dieBefore = anna.now.fuse.writes + 1;
    const file = fileOf();
    await expect(anna.now.talking.sendFile(anna.id, file, nothing)).rejects.toThrow();
    await anna.restart(newFuse());
    anna.now.talking.uploaded({
      file: 'f' as never,
      conversation: anna.id,
      message: file.id,
      attachment: newMessageId() as never,
      expires: 9,
    });
    await until('it to be removed', () => anna.now.files.removed.length === 1);
  });

  it('removed with its conversation goes, too, and the other is told that it ended', async () => {
    const { anna, bert } = await createOpenWorld();
    const file = fileOf();
    await anna.now.talking.sendFile(anna.id, file, nothing);
    await anna.now.talking.remove(anna.id);
    await expect(anna.history()).rejects.toThrow('chat/unknown');
    expect(anna.now.files.removed).toHaveLength(1);
    await until('bert to hear', async () => (await bert.lines()).includes('[ended-by-them]'));
    expect(await anna.now.rows.messages(anna.id, undefined, 10)).toEqual([]);
  });
});
