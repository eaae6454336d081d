import { describe, expect, it } from 'vitest';
import { newMessageId } from '../../support/calls/calls-world';
import { lineOf, ringing, talking, withWords } from './people-calling';

describe('calls while keys are locked', () => {
  it('answers nothing but that they are locked', async () => {
    const { anna, id } = await talking();
    anna.vault.lock();
    const calls = anna.calls();
    const asked: ReadonlyArray<() => Promise<unknown>> = [
      calls.list,
      calls.seen,
      calls.current,
      calls.servers,
      () => calls.view(id),
      () => calls.start(id, anna.to('bert'), false),
      () => calls.show(id),
      () => calls.accept(id),
      () => calls.end(id, 'ended'),
      () => calls.hear(id, 0),
      () => calls.say(id, newMessageId(), { kind: 'candidates', candidates: [] }),
      () => calls.alive(id, true),
      () => calls.compared(id, 'yyyy', true),
      () => calls.setServers([]),
    ];
    for (const ask of asked) await expect(ask()).rejects.toMatchObject({ code: 'vault/locked' });
  });

  it('ends a call that is under way before a person locks, so that the other side knows', async () => {
    const { world, anna, bert, id } = await talking();
    await anna.calls().events.onLocking();
    anna.vault.lock();
    await anna.calls().events.onLocked();
    await world.settle();
    expect(await bert.calls().view(id)).toMatchObject({ over: { why: 'ended', by: 'them' } });
  });

  it('ends a call that they were locked under, and says so and notes it when they are open again', async () => {
    const { world, anna, bert, id } = await talking();
    anna.vault.lock();
    await anna.calls().events.onLocked();
    expect(anna.calls().active()).toBe(false);
    expect(world.network.waiting).toEqual([]);
    anna.vault.unlock();
    await anna.calls().events.onUnlocked();
    await world.settle();
    expect(await bert.phase()).toBe('none');
    expect(lineOf(anna, id)?.why).toBe('failed');
  });

  it('lets what rings ring on in silence, and it is missed if nobody unlocks', async () => {
    const { world, bert, id } = await ringing();
    bert.vault.lock();
    await bert.calls().events.onLocked();
    expect(bert.told.at(-1)?.kind).toBe('quiet');
    await world.pass(50_000);
    bert.vault.unlock();
    await bert.calls().events.onUnlocked();
    expect((await bert.calls().list())[0]).toMatchObject({ id, why: 'missed', isNew: true });
  });

  it('can still be answered where keys are opened in time', async () => {
    const { world, anna, bert, id } = await ringing();
    bert.vault.lock();
    await bert.calls().events.onLocked();
    bert.vault.unlock();
    await bert.calls().events.onUnlocked();
    await bert.calls().accept(id);
    await world.settle();
    expect(await anna.phase()).toBe('answered');
  });

  it('has neither key nor name of the other side on the disk in clear [req 3]', async () => {
    const { world, anna, id } = await withWords();
    await anna.calls().end(id, 'ended');
    await world.settle();
    await anna.calls().setServers([{ url: 'turn:turn.example.org', username: 'anna', credential: 'geheim-1234' }]);
    const keys = await anna.rows.keys('');
    expect(keys.map((key) => key.split(':')[0]).sort()).toEqual(['call', 'retained', 'servers']);
    const octets = Buffer.from(JSON.stringify(anna.rows.dump()));
    for (const secret of ['geheim-1234', 'bert', 'turn.example']) {
      expect(octets.includes(Buffer.from(secret).toString('hex'))).toBe(false);
      expect(octets.includes(secret)).toBe(false);
    }
  });
});
