import { describe, expect, it } from 'vitest';
import { type RelayFrame, relayPackets } from '../../../lib/core/wire/frames';
import { createOutbox, type Outlet } from '../../../relay/server/outbox';

const id = 'ab'.repeat(16) as never;
const deliver = (octets: number): RelayFrame => ({ kind: 'deliver', id, at: 1, payload: new Uint8Array(octets) });
const session: RelayFrame = {
  kind: 'session',
  session: new Uint8Array(16) as never,
  peer: 'anna.k7m2q' as never,
  state: 'started',
  at: 1,
};

/** An outlet that keeps what is written to it. */
function stand(frames: readonly RelayFrame[]) {
  const written: Array<{ packet: Buffer; wipe: boolean }> = [];
  let queue: readonly RelayFrame[] = frames;
  const outlet: Outlet = {
    takeQueue: () => {
      const taken = queue;
      queue = [];
      return taken;
    },
    write: (packet, wipe) => void written.push({ packet, wipe }),
  };
  return { outlet, written };
}

describe('what goes out', () => {
  it('in one turn is one packet', async () => {
    const outbox = createOutbox();
    const { outlet, written } = stand([deliver(10), deliver(20), deliver(30)]);
    outbox.mark(outlet);
    expect(written).toEqual([]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(written.map(({ packet }) => relayPackets.read(packet).length)).toEqual([3]);
  });

  it('is cut into packets that no reader chokes on', () => {
    const outbox = createOutbox();
    const { outlet, written } = stand(Array.from({ length: 30 }, () => deliver(60_000)));
    outbox.flush(outlet);
    expect(Math.max(...written.map(({ packet }) => packet.length))).toBeLessThan(400_000);
    expect(written.flatMap(({ packet }) => relayPackets.read(packet))).toHaveLength(30);
  });

  it('of a session is wiped once it is written, and so is every answer [req 35]', () => {
    const outbox = createOutbox();
    const output = new Uint8Array(40).fill(7);
    const reply: RelayFrame = { kind: 'reply', request: 1, code: '', waitMs: 0, output };
    for (const [frames, wipe] of [
      [[deliver(1)], false],
      [[deliver(1), session], true],
      [[reply], true],
    ] as const) {
      const { outlet, written } = stand(frames);
      outbox.flush(outlet);
      expect(written.map((each) => each.wipe)).toEqual([wipe]);
    }
    expect(output).toEqual(new Uint8Array(40));
  });
});
