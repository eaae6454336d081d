import { describe, expect, it } from 'vitest';
import { TEXT_OCTETS } from '../../../../lib/chat/content';
import { AppError } from '../../../../lib/core/errors';
import {
  begin,
  CONVERSATION,
  createNoTraceWorld,
  drawId,
  privateWorld,
  stateOf,
  textsOf,
} from '../../../support/no-trace/world';

const arrived = (count: number) => (view: { readonly messages: readonly unknown[] }) => view.messages.length === count;

describe('messages without trace', { timeout: 60_000 }, () => {
  it('arrive in order, 20 each way, in turns and in rows, and each is delivered once it was read', async () => {
    const { anna, bert } = await privateWorld();
    const said = { anna: [] as string[], bert: [] as string[] };
    for (let turn = 0; turn < 20; turn++) {
      for (const side of turn % 3 === 0 ? [anna, bert] : [bert, anna]) {
        said[side.name].push(`${side.name} ${turn} ß✓ <b>&amp;</b>`);
        await side.say(said[side.name].at(-1) ?? '');
      }
    }
    const isDone = (view: Awaited<ReturnType<typeof anna.view>>) =>
      view.messages.length === 40 &&
      view.messages.every(({ mine, state }) => state === (mine ? 'delivered' : 'received'));
    const [hers, his] = await Promise.all([anna.becomes('all', isDone), bert.becomes('all', isDone)]);
    expect([textsOf(hers, true), textsOf(hers, false)]).toEqual([said.anna, said.bert]);
    expect([textsOf(his, true), textsOf(his, false)]).toEqual([said.bert, said.anna]);
  });

  it('are sending until they are read, and nobody says delivered before', async () => {
    const world = await privateWorld();
    const { anna, bert } = world;
    world.relay = ({ from, octets }) => (from === 'bert' ? [] : [octets]);
    const id = await anna.say('read, and not confirmed');
    await bert.becomes('one', arrived(1));
    expect(stateOf(await anna.view(), id)).toBe('sending');
    world.pass(9_999);
    expect(stateOf(await anna.view(), id)).toBe('sending');
    world.pass(1);
    const view = await anna.view();
    expect([stateOf(view, id), view.trouble, view.phase]).toEqual(['error', 'otr/silent', 'private']);
  });

  it('that were not confirmed are sent again, shown once, and say the same as before', async () => {
    const world = await privateWorld();
    const { anna, bert } = world;
    world.relay = ({ from, octets }) => (from === 'bert' ? [] : [octets]);
    const id = await anna.say('once');
    await bert.becomes('one', arrived(1));
    world.pass(10_000);
    world.relay = ({ octets }) => [octets];
    await anna.service.send(CONVERSATION, { id, text: 'something else' });
    const view = await anna.becomes('delivered', (seen) => stateOf(seen, id) === 'delivered');
    expect([textsOf(view, true), view.trouble]).toEqual([['once'], undefined]);
    expect(textsOf(await bert.view(), false)).toEqual(['once']);
    // What was delivered is not sent a third time.
    const before = world.wire.length;
    await anna.service.send(CONVERSATION, { id, text: 'once' });
    expect(world.wire.length).toBe(before);
  });

  it('that were lost on the way are sent again and arrive', async () => {
    const world = await privateWorld();
    const { anna, bert } = world;
    world.relay = () => [];
    const id = await anna.say('lost at first');
    world.pass(10_000);
    expect(stateOf(await anna.view(), id)).toBe('error');
    world.relay = ({ octets }) => [octets];
    const later = await anna.say('later');
    await anna.service.send(CONVERSATION, { id, text: 'lost at first' });
    await anna.becomes('both', (view) => [id, later].every((one) => stateOf(view, one) === 'delivered'));
    expect(textsOf(await bert.view(), false)).toEqual(['later', 'lost at first']);
  });

  it('are delivered after all when the confirmation comes late', async () => {
    const world = await privateWorld();
    const { anna, bert } = world;
    const held: Uint8Array[] = [];
    world.relay = ({ from, octets }) => {
      if (from === 'anna') return [octets];
      held.push(octets);
      return [];
    };
    const id = await anna.say('slow');
    await bert.becomes('one', arrived(1));
    await bert.becomes('a confirmation', () => held.length > 0);
    world.pass(10_000);
    expect(stateOf(await anna.view(), id)).toBe('error');
    for (const octets of held) await anna.service.receive(CONVERSATION, octets);
    const view = await anna.view();
    expect([stateOf(view, id), view.trouble]).toEqual(['delivered', undefined]);
  });

  it('fail at once while the relay is not reached, which is said until the other is heard again', async () => {
    const { anna, bert } = await privateWorld();
    anna.online = false;
    const id = await anna.say('into the dark');
    const view = await anna.view();
    expect([stateOf(view, id), view.trouble, view.phase]).toEqual(['error', 'relay/unreachable', 'private']);
    anna.online = true;
    await bert.say('are you there');
    expect((await anna.becomes('his words', (seen) => textsOf(seen, false).length === 1)).trouble).toBeUndefined();
    await anna.service.send(CONVERSATION, { id, text: 'into the dark' });
    await anna.becomes('delivered', (seen) => stateOf(seen, id) === 'delivered');
  });

  it('end the exchange at once where the relay is lost before it is private', async () => {
    const { anna, bert } = createNoTraceWorld();
    await anna.service.ask(CONVERSATION);
    await bert.phase('asked');
    await bert.service.answer(CONVERSATION, true);
    bert.online = false;
    expect((await bert.phase('ended')).code).toBe('relay/unreachable');
  });

  it('are refused with a code: too long, empty, with a NUL, before it is private and after its end', async () => {
    const world = createNoTraceWorld();
    const { anna, bert } = world;
    const sending = (text: string) => anna.service.send(CONVERSATION, { id: drawId(), text });
    await expect(sending('too early')).rejects.toEqual(new AppError('otr/not-private'));
    await begin(world);
    await expect(sending('ß'.repeat(TEXT_OCTETS / 2 + 1))).rejects.toEqual(new AppError('chat/too-long'));
    await expect(sending('')).rejects.toEqual(new AppError('otr/unsendable'));
    await expect(sending('a\0b')).rejects.toEqual(new AppError('otr/unsendable'));
    expect((await anna.view()).messages).toEqual([]);
    await anna.service.end(CONVERSATION);
    await expect(sending('too late')).rejects.toEqual(new AppError('otr/not-private'));
    await bert.phase('ended');
    const late = bert.service.send(CONVERSATION, { id: drawId(), text: 'too late' });
    await expect(late).rejects.toEqual(new AppError('otr/finished'));
  });

  it('of the most octets that may be typed fit a signal that a relay carries, and arrive', async () => {
    const world = await privateWorld();
    const text = 'ß'.repeat(TEXT_OCTETS / 2);
    await world.anna.say(text);
    expect(textsOf(await world.bert.becomes('one', arrived(1)), false)).toEqual([text]);
    // What lib/chat/signals.ts takes: with its seal it is under the 65,536 octets of a relay's default.
    expect(Math.max(...world.wire.map(({ octets }) => octets.length))).toBeLessThanOrEqual(60_000);
  });

  it('end with the background of the other: who writes next hears that it is gone', async () => {
    const { anna, bert } = await privateWorld();
    await anna.say('before');
    bert.die();
    expect((await bert.view()).phase).toBe('none');
    await anna.say('after').catch(() => undefined);
    expect(await anna.phase('ended')).toEqual({
      phase: 'ended',
      code: 'otr/lost',
      messages: [],
      smp: { state: 'none' },
    });
    expect(await bert.view()).toEqual({ phase: 'none', messages: [], smp: { state: 'none' } });
  });
});
