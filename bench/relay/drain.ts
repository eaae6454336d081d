import type { RelayProcess } from '../../tests/support/relay/relay-process';
import { type Connection, enter, type Member } from './fleet';
import { nextId, payloadOf } from './pairs';
import { median, note } from './report';

const MESSAGES = 5_000;

/** From coming back to the last of 5,000 messages that waited. */
export async function measureDrain(
  relay: RelayProcess,
  [sender, receiver]: readonly Member[],
  rounds: number,
): Promise<void> {
  if (sender === undefined || receiver === undefined) throw new Error('two members');
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const from = await enter(relay.url, sender);
    const told = { stored: counter(), delivered: counter(), expired: counter() };
    from.onFrames = (frames) => {
      for (const frame of frames) if (frame.kind === 'status') told[frame.state].add(1);
    };
    sendAll(from, receiver);
    await told.stored.full;
    const start = performance.now();
    const got = counter();
    const to = await enter(relay.url, receiver, (frames, connection) => {
      const ids = frames.flatMap((frame) => (frame.kind === 'deliver' ? [frame.id] : []));
      if (ids.length > 0) connection.send([{ kind: 'acknowledge', ids }]);
      got.add(ids.length);
    });
    await got.full;
    times.push(performance.now() - start);
    await told.delivered.full;
    from.socket.terminate();
    to.socket.terminate();
  }
  note({ name: '5,000 stored messages drained, with the login', value: median(times), unit: 'ms', most: 200 });
}

function sendAll(from: Connection, { device }: Member): void {
  const payload = payloadOf(600);
  for (let index = 0; index < MESSAGES; index++) from.send([{ kind: 'send', id: nextId(), to: [device], payload }]);
}

function counter() {
  let count = 0;
  let fill: () => void = () => undefined;
  const full = new Promise<void>((resolve) => {
    fill = resolve;
  });
  return {
    full,
    add: (more: number): void => {
      count += more;
      if (count === MESSAGES) fill();
    },
  };
}
