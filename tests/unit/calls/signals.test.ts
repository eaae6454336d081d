import { describe, expect, it } from 'vitest';
import { OWN_CALL_LIMITS } from '../../../lib/calls/limits';
import type { CallSignal } from '../../../lib/core/calls';
import { newCallId, newMessageId } from '../../support/calls/calls-world';
import { ringing, talking } from './people-calling';

const candidates = (text: string): CallSignal => ({ kind: 'candidates', candidates: [text] });
const muted = (microphone: boolean): CallSignal => ({ kind: 'muted', microphone, camera: false, screen: false });

describe('what the windows of a call say to each other', () => {
  it('comes in order, numbered, and again until it was heard', async () => {
    const { world, anna, bert, id } = await talking();
    const said: CallSignal[] = [{ kind: 'description', type: 'offer', sdp: 'v=0' }, candidates('a'), candidates('')];
    for (const signal of said) await anna.calls().say(id, newMessageId(), signal);
    await world.settle();
    const heard = said.map((signal, place) => ({ number: place + 1, signal }));
    expect(await bert.calls().hear(id, 0)).toEqual(heard);
    bert.rebirth();
    expect(await bert.calls().hear(id, 1)).toEqual(heard.slice(1));
    expect(await bert.calls().hear(id, 3)).toEqual([]);
    await anna.calls().say(id, newMessageId(), candidates('later'));
    await world.settle();
    expect(await bert.calls().hear(id, 3)).toEqual([{ number: 4, signal: candidates('later') }]);
  });

  it('goes out once where a window asks twice with one id', async () => {
    const { world, anna, bert, id } = await talking();
    const message = newMessageId();
    for (let time = 0; time < 2; time++) await anna.calls().say(id, message, candidates('a'));
    await world.settle();
    expect(await bert.calls().hear(id, 0)).toHaveLength(1);
  });

  it('is heard once where chat hands it on again, also by a background that came later [req 36]', async () => {
    const { world, bert, id } = await talking();
    const message = newMessageId();
    const said = { call: id, ...candidates('a') } as const;
    const { now } = world.clock;
    await bert.hear('anna', said, now, undefined, message);
    await bert.hear('anna', said, now, undefined, message);
    bert.rebirth();
    await bert.hear('anna', said, now, undefined, message);
    expect(await bert.calls().hear(id, 0)).toEqual([{ number: 1, signal: candidates('a') }]);
  });

  it('tells no address of this machine before both want the call', async () => {
    const { world, anna, bert, id } = await ringing();
    for (const one of [anna, bert]) {
      const said = one.calls().say(id, newMessageId(), candidates('192.0.2.1'));
      await expect(said).rejects.toMatchObject({ code: 'call/unknown' });
    }
    expect(world.network.waiting).toEqual([]);
  });

  it('keeps the last of what is muted, and no more than fits of a flood', async () => {
    const { world, bert, id } = await talking();
    const { now } = world.clock;
    for (const microphone of [true, false, true]) await bert.hear('anna', { call: id, ...muted(microphone) }, now);
    expect(await bert.calls().hear(id, 0)).toEqual([{ number: 3, signal: muted(true) }]);
    const sdp = 'v'.repeat(40_000);
    for (let time = 0; time < 20; time++) {
      await bert.hear('anna', { call: id, kind: 'description', type: 'offer', sdp }, now);
    }
    expect(await bert.calls().hear(id, 3)).toHaveLength(OWN_CALL_LIMITS.signalsLength / 40_000);
    for (let time = 0; time < 300; time++) await bert.hear('anna', { call: id, ...candidates('x') }, now);
    expect((await bert.calls().hear(id, 0)).length).toBeLessThanOrEqual(OWN_CALL_LIMITS.signals);
    expect(JSON.stringify([...bert.memory.stored]).length).toBeLessThan(OWN_CALL_LIMITS.signalsLength + 60_000);
  });

  it('ignores calls that are not there, and messages of calls in pages', async () => {
    const { world, bert, id } = await talking();
    const { now } = world.clock;
    const before = JSON.stringify([...bert.memory.stored]);
    const call = newCallId();
    await bert.hear('anna', { kind: 'sas', call, attempt: 0, octets: new Uint8Array(9) }, now);
    await bert.hear('anna', { kind: 'join', call }, now);
    await bert.hear('anna', { kind: 'leave', call: id }, now);
    await bert.hear('anna', { kind: 'keys', call: id, octets: new Uint8Array(9) }, now);
    expect(world.network.waiting).toEqual([]);
    expect(JSON.stringify([...bert.memory.stored])).toBe(before);
  });
});
