import { afterEach, describe, expect, it } from 'vitest';
import type { HeardSignal } from '../../../../lib/bus/calls-protocol';
import { AppError } from '../../../../lib/core/errors';
import { type CallSession, createCallSession } from '../../../../lib/windows/call/peer/call-session';
import { digestOfOctet, sdpOf } from '../../../support/calls-own/fake-connection';
import { createFakePeer } from '../../../support/calls-own/fake-peer';
import { CALL, callView, NOW } from '../../../support/calls-own/views';
import { until } from '../../../support/wait';

let open: CallSession | undefined;
afterEach(() => open?.close());

function begin(...input: Parameters<typeof createFakePeer>) {
  const world = createFakePeer(...input);
  open = createCallSession(CALL, world.bus, world.ports);
  return { ...world, session: open };
}
const kindsSaid = (world: ReturnType<typeof begin>) =>
  world.bus.inputsOf('call.say').map((input) => (input as { signal: { kind: string } }).signal.kind);

describe('a call in its window', () => {
  it('that goes out opens the microphone while it rings, and connects nothing before it is answered', async () => {
    const world = begin(callView({ phase: 'ringing' }));
    await until('the microphone', () => world.session.get().mine.tracks.microphone !== undefined);
    expect(world.media.opened.map(({ kind }) => kind)).toEqual(['audio']);
    expect(world.now.connections).toBe(0);
    expect(world.bus.inputsOf('call.say')).toEqual([]);
    world.become({ phase: 'answered' });
    await until('an offer', () => kindsSaid(world).includes('description'));
    expect(world.now.connections).toBe(1);
    expect(world.fake.transceivers[0]?.sender.track).toBe(world.media.opened[0]);
  });

  it('that comes in opens nothing and connects nothing before a person answers [req 35]', async () => {
    const world = begin(callView({ phase: 'incoming', direction: 'in', video: true }));
    await until('the view', () => world.session.get().view !== undefined);
    expect(world.media.opened).toEqual([]);
    expect(world.now.connections).toBe(0);
    world.session.accept(false);
    await until('the microphone', () => world.media.opened.length === 1);
    expect(world.bus.inputsOf('call.accept')).toEqual([{ id: CALL }]);
    world.become({ phase: 'answered' });
    await until('the connection', () => world.now.connections === 1);
    expect(world.media.opened.map(({ kind }) => kind)).toEqual(['audio']);
  });

  it('answers an offer once, in order, and reports both digests', async () => {
    const signals: HeardSignal[] = [
      { number: 1, signal: { kind: 'muted', microphone: true, camera: false, screen: true } },
      { number: 2, signal: { kind: 'description', type: 'offer', sdp: sdpOf(9) } },
    ];
    const world = begin(
      callView({ direction: 'in' }),
      {},
      { 'call.hear': ({ after }) => signals.filter(({ number }) => number > after) },
    );
    await until('the digests', () => world.bus.inputsOf('call.fingerprints').length > 0);
    expect(world.bus.inputsOf('call.fingerprints')).toEqual([
      { id: CALL, mine: digestOfOctet(1), theirs: digestOfOctet(9) },
    ]);
    world.bus.announce('calls');
    world.bus.announce('calls');
    await until('it to be asked again', () =>
      world.bus.inputsOf('call.hear').some((input) => (input as { after: number }).after === 2),
    );
    expect(kindsSaid(world).filter((kind) => kind === 'description')).toHaveLength(1);
    expect(world.session.get().talk.theirs.off).toEqual({ microphone: true, camera: false, screen: true });
  });

  it('ends as failed, with nothing of mine open, where a description names two certificates [req 35]', async () => {
    const sdp = sdpOf(1) + sdpOf(2);
    const heard: HeardSignal = { number: 1, signal: { kind: 'description', type: 'offer', sdp } };
    const world = begin(
      callView({ direction: 'in' }),
      {},
      { 'call.hear': ({ after }) => (after === 0 ? [heard] : []) },
    );
    await until('it to be over', () => world.session.get().code === 'call/no-words');
    expect(world.bus.inputsOf('call.end')).toEqual([{ id: CALL, why: 'failed' }]);
    expect(world.bus.inputsOf('call.fingerprints')).toEqual([]);
    expect(world.fake.closed).toBe(true);
    expect(world.media.opened.every(({ stopped }) => stopped)).toBe(true);
  });

  it('says each thing again under the same name until the background took it, and only then the next', async () => {
    const said: Array<{ message: string; kind: string }> = [];
    let failures = 1;
    begin(
      callView(),
      {},
      {
        'call.say': ({ message, signal }) => {
          said.push({ message, kind: signal.kind });
          if (failures-- > 0) throw new AppError('bus/internal');
        },
      },
    );
    await until('an offer', () => said.some(({ kind }) => kind === 'description'));
    expect(said.map(({ kind }) => kind)).toEqual(['muted', 'muted', 'description']);
    expect(said[0]?.message).toBe(said[1]?.message);
    expect(said[1]?.message).not.toBe(said[2]?.message);
  });

  it('tells the background when media flow', async () => {
    const world = begin(callView());
    await until('the connection', () => world.now.connections === 1);
    world.fake.become('connected');
    await until('it to be told', () => world.bus.inputsOf('call.alive').length > 0);
    expect(world.bus.inputsOf('call.alive').at(-1)).toEqual({ id: CALL, connected: true });
  });

  it('goes on without a microphone, and says why there is none', async () => {
    const world = begin(callView());
    world.media.refuse.audio = 'NotAllowedError';
    await until('the connection', () => world.now.connections === 1);
    expect(world.session.get().mine.problems).toEqual({ microphone: 'call/not-allowed' });
    delete world.media.refuse.audio;
    world.session.tryAgain('microphone');
    await until('it to be sent', () => world.fake.transceivers[0]?.sender.track === world.media.opened[0]);
  });

  it('hangs up once, lets everything go at once, and does not wait for the background with it', async () => {
    const world = begin(callView(), {}, { 'call.end': () => new Promise<undefined>(() => undefined) });
    await until('the connection', () => world.now.connections === 1);
    world.session.end();
    world.session.end();
    expect(world.session.get().left).toBe(true);
    expect(world.fake.closed).toBe(true);
    expect(world.media.opened.every(({ stopped }) => stopped)).toBe(true);
    expect(world.bus.inputsOf('call.end')).toEqual([{ id: CALL, why: 'ended' }]);
  });

  it('is ended by closing its window, but not where it is over already', async () => {
    for (const [phase, ends] of [
      ['answered', 1],
      ['incoming', 1],
      ['over', 0],
    ] as const) {
      const world = begin(
        callView({ phase, ...(phase === 'over' ? { over: { why: 'ended', by: 'them', at: NOW } } : {}) }),
      );
      await until('the view', () => world.session.get().view !== undefined);
      world.leave();
      world.leave();
      expect(world.bus.inputsOf('call.end')).toHaveLength(ends);
      expect(world.now.released).toBe(1);
      expect(world.media.opened.every(({ stopped }) => stopped)).toBe(true);
    }
  });

  it('that another window has is left to it', async () => {
    const world = begin(callView(), { claim: async () => undefined });
    await until('the refusal', () => world.session.get().code === 'call/other-window');
    world.bus.announce('calls');
    world.session.close();
    expect(world.bus.asked).toEqual([]);
  });

  it('is refused where the browser has no WebRTC: called, one can decline; calling, it ends as failed', async () => {
    const incoming = begin(callView({ phase: 'incoming', direction: 'in' }), { connect: undefined });
    await until('the view', () => incoming.session.get().view !== undefined);
    incoming.session.accept(true);
    expect(incoming.bus.inputsOf('call.accept')).toEqual([]);
    expect(incoming.media.opened).toEqual([]);
    incoming.session.end();
    expect(incoming.bus.inputsOf('call.end')).toEqual([{ id: CALL, why: 'ended' }]);
    const out = begin(callView({ phase: 'calling' }), { connect: undefined });
    await until('the refusal', () => out.session.get().code === 'call/no-webrtc');
    expect(out.bus.inputsOf('call.end')).toEqual([{ id: CALL, why: 'failed' }]);
  });

  it('that may go only through a TURN server does not begin where none is named [req 35]', async () => {
    const ways = { onlyTurn: true, servers: [{ url: 'stun:stun.example.org' }] };
    const incoming = begin(callView({ phase: 'incoming', direction: 'in', ...ways }));
    await until('the view', () => incoming.session.get().view !== undefined);
    incoming.session.accept(true);
    expect(incoming.bus.inputsOf('call.accept')).toEqual([]);
    expect(incoming.media.opened).toEqual([]);
    const out = begin(callView(ways));
    await until('the refusal', () => out.session.get().code === 'call/no-turn');
    expect(out.bus.inputsOf('call.end')).toEqual([{ id: CALL, why: 'failed' }]);
    expect([out.now.connections, out.media.opened]).toEqual([0, []]);
  });

  it('goes on as it began where Settings are changed in its middle', async () => {
    const world = begin(callView());
    await until('the connection', () => world.now.connections === 1);
    const asked = world.bus.inputsOf('call.view').length;
    world.become({ onlyTurn: true });
    await until('it to be asked again', () => world.bus.inputsOf('call.view').length > asked);
    expect(world.session.get().view?.onlyTurn).toBe(true);
    expect(world.session.get().code).toBeUndefined();
  });

  it('says the candidates of the TURN server alone where it goes only through one [req 35]', async () => {
    const servers = [{ url: 'turn:turn.example.org', username: 'anna', credential: 'secret' }];
    const world = begin(callView({ onlyTurn: true, servers }));
    await until('the connection', () => world.now.connections === 1);
    const found = (candidate: string) => {
      const event = new Event('icecandidate');
      world.fake.dispatchEvent(Object.assign(event, { candidate: { candidate, sdpMid: '0', sdpMLineIndex: 0 } }));
    };
    found('candidate:1 1 udp 1 192.168.1.20 1 typ host');
    found('candidate:2 1 udp 1 198.51.100.7 1 typ relay raddr 192.168.1.20 rport 1');
    await until('candidates', () => kindsSaid(world).includes('candidates'));
    const said = JSON.stringify(world.bus.inputsOf('call.say'));
    expect(said).toContain('198.51.100.7');
    expect(said).not.toContain('192.168.1.20');
  });

  it('is over where the background knows it no more, and lets everything go', async () => {
    const world = begin(callView());
    await until('the connection', () => world.now.connections === 1);
    world.now.view = undefined;
    world.bus.announce('calls');
    await until('the end', () => world.session.get().code === 'call/unknown');
    expect(world.fake.closed).toBe(true);
    expect(world.media.opened.every(({ stopped }) => stopped)).toBe(true);
  });

  it('waits for unlocked keys, and begins with them', async () => {
    let locked = true;
    const world = begin(
      callView(),
      {},
      {
        'call.view': () => {
          if (locked) throw new AppError('vault/locked');
          return callView();
        },
      },
    );
    await until('the refusal', () => world.session.get().code === 'vault/locked');
    locked = false;
    world.bus.announce('vault');
    await until('the connection', () => world.now.connections === 1);
    expect(world.session.get().code).toBeUndefined();
  });
});
