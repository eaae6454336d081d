import type { RelayProcess } from '../../tests/support/relay/relay-process';
import { enter, type Member } from './fleet';
import { payloadOf } from './pairs';
import { median, note } from './report';

const MESSAGES = 5_000;

/** From coming back to the last of 5,000 messages that waited. */
export async function measureDrain(
  relay: RelayProcess,
  [sender, receiver]: readonly Member[],
  rounds: number,
): Promise<void> {
  if (sender === undefined || receiver === undefined) throw new Error('two members');
  const payload = payloadOf(600);
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const from = await enter(relay.url, sender);
    await new Promise<void>((resolve) => {
      let left = MESSAGES;
      from.onFrames = (frames) => {
        for (const frame of frames) if (frame.kind === 'status' && --left === 0) resolve();
      };
      for (let index = 0; index < MESSAGES; index++) {
        const id = (round * MESSAGES + index).toString(16).padStart(32, '0') as never;
        from.send([{ kind: 'send', id, to: [receiver.device], payload }]);
      }
    });
    const start = performance.now();
    let got = 0;
    let arrived: () => void = () => undefined;
    const all = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const to = await enter(relay.url, receiver, (frames, connection) => {
      const ids = frames.flatMap((frame) => (frame.kind === 'deliver' ? [frame.id] : []));
      if (ids.length > 0) connection.send([{ kind: 'acknowledge', ids }]);
      got += ids.length;
      if (got === MESSAGES) arrived();
    });
    await all;
    times.push(performance.now() - start);
    await new Promise<void>((resolve) => {
      let left = MESSAGES;
      from.onFrames = (frames) => {
        for (const frame of frames) if (frame.kind === 'status' && --left === 0) resolve();
      };
    });
    from.socket.terminate();
    to.socket.terminate();
  }
  note({ name: '5,000 stored messages drained, with the login', value: median(times), unit: 'ms', most: 200 });
}
