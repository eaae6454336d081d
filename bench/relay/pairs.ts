import { randomBytes } from 'node:crypto';
import { createHistogram } from 'node:perf_hooks';
import type { RelayFrame } from '../../lib/core/wire/frames';
import type { MessageId } from '../../lib/core/wire/ids';
import { markSealed } from '../../lib/core/wire/sealed';
import type { Connection, Member } from './fleet';

/** Messages a second; milliseconds. */
export type Rate = { readonly perSecond: number; readonly p50: number; readonly p99: number; readonly most: number };

export type Load = { readonly window: number; readonly octets: number; readonly seconds: number };

export type Pair = { readonly from: Connection; readonly to: Member; readonly receiver?: Connection };

let drawn = 0;
const session = randomBytes(8).toString('hex');
/** Unique without asking the kernel 40,000 times a second. */
export const nextId = (): MessageId => `${session}${(++drawn).toString(16).padStart(16, '0')}` as MessageId;

export const payloadOf = (octets: number): Uint8Array => markSealed('message', randomBytes(octets - 3));

/** A receiver acknowledges what it got, one frame for each packet. */
export function acknowledgeAll(receiver: Connection): void {
  receiver.onFrames = (frames) => {
    const ids = frames.flatMap((frame) => (frame.kind === 'deliver' ? [frame.id] : []));
    if (ids.length > 0) receiver.send([{ kind: 'acknowledge', ids }]);
  };
}

/**
 * Every pair keeps `window` messages under way until the time is over; a message is done when its sender was told
 * `until`. The first fifth is for warming up and is not counted.
 */
export async function runPairs(
  pairs: readonly Pair[],
  options: Load & { readonly until: 'delivered' | 'stored' },
): Promise<Rate> {
  const payload = payloadOf(options.octets);
  const histogram = createHistogram();
  const start = performance.now();
  const from = start + options.seconds * 200;
  const end = start + options.seconds * 1_000;
  let done = 0;

  await Promise.all(
    pairs.map(
      ({ from: sender, to, receiver }) =>
        new Promise<void>((resolve, reject) => {
          if (receiver !== undefined) acknowledgeAll(receiver);
          const underWay = new Map<MessageId, number>();
          const fill = (count: number) => {
            const now = performance.now();
            const frames = Array.from({ length: count }, () => {
              const id = nextId();
              underWay.set(id, now);
              return { kind: 'send' as const, id, to: [to.device], payload };
            });
            if (frames.length > 0) sender.send(frames);
          };
          sender.onFrames = (frames: readonly RelayFrame[]) => {
            const now = performance.now();
            let finished = 0;
            for (const frame of frames) {
              if (frame.kind === 'refused') return reject(new Error(frame.code));
              if (frame.kind !== 'status' || frame.state !== options.until) continue;
              const sent = underWay.get(frame.id);
              if (sent === undefined) continue;
              underWay.delete(frame.id);
              finished++;
              if (now < from || now > end) continue;
              done++;
              histogram.record(Math.max(1, Math.round((now - sent) * 1_000)));
            }
            if (now < end) fill(finished);
            else if (underWay.size === 0) resolve();
          };
          sender.socket.once('close', (code) => reject(new Error(`closed: ${code}`)));
          fill(options.window);
        }),
    ),
  );
  return {
    perSecond: Math.round((done * 1_000) / (end - from)),
    p50: histogram.percentile(50) / 1_000,
    p99: histogram.percentile(99) / 1_000,
    most: histogram.max / 1_000,
  };
}
