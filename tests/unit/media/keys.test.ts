import { describe, expect, it } from 'vitest';
import { MEDIA_LIMITS } from '../../../lib/media/limits';
import type { Sender } from '../../../lib/media/sender';
import { createCallWorld, deviceOf, type Participant, sealed } from '../../support/media/call';
import { frameOf } from '../../support/media/octets';

const frame = frameOf('other', 30);
const camera = (sender: Sender) => sealed(sender, 'camera', 'vp9', frame);
const opens = ({ receiver }: Participant, payload: ReturnType<typeof camera>): string => {
  const out = receiver.openNow('vp9', payload);
  return out.kind === 'opened' ? 'opened' : out.reason;
};

describe('someone who joins', () => {
  it('opens everything from then on and nothing from before; the others follow by themselves', () => {
    const { join, deliver, pair } = createCallWorld({ seed: 'join' });
    const { anna, bert } = pair();
    const earlier = Array.from({ length: 50 }, () => camera(anna.sender));
    const carla = join(2, [0, 1]);
    const told = anna.sender.admit(deviceOf(2));
    expect(told.map(({ to }) => to)).toEqual([deviceOf(2)]);
    deliver(anna, told, [carla]);
    expect(earlier.map((payload) => opens(carla, payload))).toEqual(earlier.map(() => 'unknown-key'));
    const later = camera(anna.sender);
    expect([opens(carla, later), opens(bert, later)]).toEqual(['opened', 'opened']);
    expect(anna.sender.state()).toMatchObject({ generation: 0, step: 1, waiting: undefined });
  });

  it('leaves frames of the step before open for 2 s after the first of the new step, and not longer', () => {
    const { anna, bert, clock } = late('admit');
    const [first, second, third] = [camera(anna.sender), camera(anna.sender), camera(anna.sender)];
    anna.sender.admit(deviceOf(2));
    clock.pass(60_000);
    expect(opens(bert, first)).toBe('opened');
    expect(opens(bert, camera(anna.sender))).toBe('opened');
    clock.pass(MEDIA_LIMITS.overlapMs - 1);
    expect(opens(bert, second)).toBe('opened');
    clock.pass(1);
    expect(opens(bert, third)).toBe('unknown-key');
  });

  it('is found by a receiver that heard nothing of fourteen joins before', () => {
    const { anna, bert } = late('many');
    for (let at = 0; at < 14; at++) anna.sender.admit(deviceOf(3));
    expect(opens(bert, camera(anna.sender))).toBe('opened');
  });

  it('begins with a new generation where the steps are used up', () => {
    const { anna, bert, carla, deliver, clock } = late('sixteen');
    for (let at = 0; at < MEDIA_LIMITS.steps - 1; at++) anna.sender.admit(deviceOf(2));
    expect(anna.sender.state().renewalDue).toBe(true);
    const told = anna.sender.admit(deviceOf(2));
    expect(told).toHaveLength(2);
    deliver(anna, told, [bert, carla]);
    expect(anna.sender.state()).toMatchObject({ step: 15, waiting: [] });
    const payload = camera(anna.sender);
    expect(anna.sender.state()).toMatchObject({ generation: 1, step: 0, renewalDue: false });
    expect([opens(carla, payload), opens(bert, payload)]).toEqual(['opened', 'opened']);
    clock.pass(1);
  });
});

/** Three in a call, the third without any key yet. */
function late(seed: string) {
  const world = createCallWorld({ seed });
  return { ...world, ...world.pair(), carla: world.join(2, [0, 1]) };
}

/** Three in a call with all keys. */
function three(seed: string) {
  const world = createCallWorld({ seed });
  const { anna, bert } = world.pair();
  const carla = world.join(2, [0, 1]);
  world.deliver(anna, anna.sender.admit(deviceOf(2)), [carla]);
  world.deliver(bert, bert.sender.admit(deviceOf(2)), [carla]);
  return { ...world, anna, bert, carla };
}

describe('someone who leaves', () => {
  it('opens nothing as soon as all others have the new key', () => {
    const { anna, bert, carla, deliver } = three('leave');
    expect(opens(carla, camera(anna.sender))).toBe('opened');
    deliver(anna, anna.sender.evict(deviceOf(2)), [bert]);
    const payload = camera(anna.sender);
    expect([opens(carla, payload), opens(bert, payload)]).toEqual(['unknown-key', 'opened']);
  });

  it('opens nothing after 2 s, even where nobody acknowledges', () => {
    const { anna, carla, clock } = three('silent');
    const told = anna.sender.evict(deviceOf(2));
    expect(told.map(({ to }) => to)).toEqual([deviceOf(1)]);
    clock.pass(MEDIA_LIMITS.switchMs - 1);
    expect(opens(carla, camera(anna.sender))).toBe('opened');
    clock.pass(1);
    expect(opens(carla, camera(anna.sender))).toBe('unknown-key');
  });

  it('is shut out in time where others leave after, and so is each of them', () => {
    const { anna, bert, carla, clock, deliver, join } = three('two leave');
    const dora = join(3, [0]);
    deliver(anna, anna.sender.admit(deviceOf(3)), [dora]);
    anna.sender.evict(deviceOf(2));
    clock.pass(1_500);
    const second = anna.sender.evict(deviceOf(3));
    clock.pass(500);
    const payload = camera(anna.sender);
    expect([opens(carla, payload), opens(dora, payload)]).toEqual(['unknown-key', 'unknown-key']);
    deliver(anna, second, [bert]);
    expect(opens(bert, payload)).toBe('opened');
  });

  it('waits for all who are there, newcomers too, and for the newest generation alone', () => {
    const { anna, bert, join, deliver, clock } = three('waiting');
    anna.sender.evict(deviceOf(2));
    clock.pass(10);
    const second = anna.sender.renew();
    anna.sender.acknowledge(deviceOf(1), 1);
    const dora = join(3, [0]);
    const toDora = anna.sender.admit(deviceOf(3));
    expect(anna.sender.state().waiting).toEqual([deviceOf(1), deviceOf(3)]);
    deliver(anna, second, [bert]);
    camera(anna.sender);
    expect(anna.sender.state()).toMatchObject({ generation: 0, waiting: [deviceOf(3)] });
    deliver(anna, toDora, [dora]);
    const payload = camera(anna.sender);
    expect(anna.sender.state()).toMatchObject({ generation: 2, waiting: undefined });
    expect([opens(bert, payload), opens(dora, payload)]).toEqual(['opened', 'opened']);
  });

  it('cannot put frames in the name of another later than 5 s after: the old generation is over', () => {
    const { anna, bert, clock, deliver } = three('forged');
    const [old, older] = [camera(anna.sender), camera(anna.sender)];
    deliver(anna, anna.sender.evict(deviceOf(2)), [bert]);
    clock.pass(MEDIA_LIMITS.keepMs - 1);
    expect(opens(bert, old)).toBe('opened');
    clock.pass(1);
    expect(opens(bert, older)).toBe('unknown-key');
  });

  it('leaves the old generation open for 2 s after the first frame of the new one, and not longer', () => {
    const { anna, bert, clock, deliver } = three('overlap');
    const [old, older] = [camera(anna.sender), camera(anna.sender)];
    deliver(anna, anna.sender.evict(deviceOf(2)), [bert]);
    expect(opens(bert, camera(anna.sender))).toBe('opened');
    clock.pass(MEDIA_LIMITS.overlapMs - 1);
    expect(opens(bert, old)).toBe('opened');
    clock.pass(1);
    expect(opens(bert, older)).toBe('unknown-key');
    expect(bert.receiver.state()[0]?.generations.map(({ generation }) => generation)).toEqual([1]);
  });

  it('is heard no more by those who forget', () => {
    const { bert, carla } = three('forget');
    bert.receiver.forget(2);
    expect(opens(bert, camera(carla.sender))).toBe('unknown-key');
    expect(bert.receiver.state().map(({ sender }) => sender)).toEqual([0]);
  });
});

describe('a sender that lost its keys with its worker', () => {
  it('begins anew one generation above, with a key that was never used', () => {
    const { anna, bert, join, deliver } = three('worker');
    const before = camera(anna.sender);
    expect(opens(bert, before)).toBe('opened');
    const again = join(0, [1, 2], anna.sender.state().generation + 1);
    const unheard = camera(again.sender);
    expect(opens(bert, unheard)).toBe('unknown-key');
    expect(deliver(again, again.sender.announce(), [bert])[0]?.kind).toBe('learned');
    expect(opens(bert, unheard)).toBe('opened');
    expect(opens(bert, before)).toBe('replayed');
  });

  it('is not heard where it begins anew with the generation that was', () => {
    const { bert, join, deliver } = three('same generation');
    const again = join(0, [1, 2], 0);
    expect(deliver(again, again.sender.announce(), [bert])[0]).toEqual({ kind: 'refused', reason: 'conflict' });
    expect(opens(bert, camera(again.sender))).toBe('tampered');
  });
});

describe('counters', () => {
  it('go on by a ratchet step at the end of their two octets, and never come twice', () => {
    const { anna, bert } = createCallWorld({ seed: 'counters' }).pair();
    const small = frameOf('other', 1);
    for (let at = 0; at < MEDIA_LIMITS.framesPerKey - 1; at++) sealed(anna.sender, 'camera', 'vp9', small);
    const [last, next] = [camera(anna.sender), camera(anna.sender)];
    expect([opens(bert, last), opens(bert, next)]).toEqual(['opened', 'opened']);
    expect(anna.sender.state()).toMatchObject({ generation: 0, step: 1 });
  }, 120_000);

  it('that are used up with all steps stop the sender, until a new generation is there', () => {
    const { anna, bert, deliver } = late('used up');
    for (let at = 0; at < MEDIA_LIMITS.steps - 1; at++) anna.sender.admit(deviceOf(1));
    const small = frameOf('other', 1);
    for (let at = 0; at < MEDIA_LIMITS.framesPerKey; at++) sealed(anna.sender, 'camera', 'vp9', small);
    expect(anna.sender.sealNow('camera', 'vp9', frame)).toEqual({ kind: 'refused', reason: 'exhausted' });
    deliver(anna, anna.sender.renew(), [bert]);
    expect(opens(bert, camera(anna.sender))).toBe('opened');
  }, 120_000);
});
