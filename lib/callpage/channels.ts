import type { MediaData, MediaDataAnswer } from '../callmedia/contract';
import { createSerial, type Serial } from '../core/serial';
import type { Desk } from './desk';
import type { Mode } from './half';
import type { CallLink } from './link-contract';

type Message = Parameters<CallLink['deliver']>[1];
type Channel = { readonly native: RTCDataChannel; readonly out: Serial; readonly in: Serial };

/** A message that finds no key waits so long for one, and what comes behind it with it. */
const PATIENCE = { out: 120, in: 20, everyMs: 250 } as const;
/** Messages that wait in one direction of a channel; more are dropped. */
const WAITING_MOST = 1_000;
const TEXT = 1;

/** Data channels of a protected call: what the page sends is sealed, what comes is opened, each in its order. */
export function createChannels(deliver: CallLink['deliver']) {
  const channels = new Map<number, Channel>();
  const waiting = new Map<string, number>();
  const asked = new Map<number, (data: ArrayBuffer | undefined) => void>();
  let mode: Mode;
  let port: MessagePort | undefined;
  let number = 0;

  const ask = (direction: MediaData['direction'], octets: Uint8Array): Promise<ArrayBuffer | undefined> =>
    new Promise((resolve) => {
      if (port === undefined) return resolve(undefined);
      number += 1;
      asked.set(number, resolve);
      const { buffer } = octets.slice();
      const message: MediaData = { number, direction, data: buffer };
      port.postMessage(message, [buffer]);
    });
  const treat = async (channel: Channel, direction: 'out' | 'in', octets: Uint8Array) => {
    for (let attempt = 0; attempt < PATIENCE[direction] && channel.native.readyState === 'open'; attempt++) {
      const done = await ask(direction, octets);
      if (done !== undefined) return copied(done);
      await new Promise((resolve) => setTimeout(resolve, PATIENCE.everyMs));
    }
    return undefined;
  };
  const queue = async (id: number, direction: 'out' | 'in', work: () => Promise<void>): Promise<void> => {
    const key = `${direction} ${id}`;
    const count = waiting.get(key) ?? 0;
    if (count >= WAITING_MOST) return;
    waiting.set(key, count + 1);
    await channels
      .get(id)
      ?.[direction](work)
      .catch(() => undefined);
    waiting.set(key, (waiting.get(key) ?? 1) - 1);
  };

  return {
    setMode(next: Mode) {
      if (mode !== 'protected') mode = next;
    },
    seat(desk: Desk | undefined) {
      port?.close();
      for (const settle of asked.values()) settle(undefined);
      asked.clear();
      port = undefined;
      if (desk === undefined) return;
      const { port1, port2 } = new MessageChannel();
      port = port1;
      port.onmessage = ({ data }: MessageEvent<MediaDataAnswer>) => {
        asked.get(data.number)?.(data.data);
        asked.delete(data.number);
      };
      desk.say({ say: 'data', port: port2 }, [port2]);
    },
    add(id: number, native: RTCDataChannel) {
      const channel: Channel = { native, out: createSerial(), in: createSerial() };
      channels.set(id, channel);
      native.addEventListener(
        'message',
        ({ data, isTrusted }: MessageEvent<unknown>) => {
          // What is delivered to the page is an event of this channel, too: only the browser's own came from afar.
          if (mode !== 'protected' || !isTrusted) return;
          queue(id, 'in', async () => {
            const octets = await octetsOf(data);
            const opened = octets && (await treat(channel, 'in', octets));
            if (opened === undefined || opened.length === 0) return;
            deliver(id, { octets: opened.slice(1), text: opened[0] === TEXT });
          }).catch(() => undefined);
        },
        { capture: true },
      );
      native.addEventListener('close', () => channels.delete(id));
    },
    send(id: number, { octets, text }: Message): Promise<void> {
      const channel = channels.get(id);
      if (channel === undefined) return Promise.resolve();
      const plain = new Uint8Array(1 + octets.length);
      plain[0] = text ? TEXT : 0;
      plain.set(octets, 1);
      return queue(id, 'out', async () => {
        const sealed = await treat(channel, 'out', plain);
        if (sealed !== undefined && channel.native.readyState === 'open') channel.native.send(sealed);
      });
    },
  };
}

/** Sealed messages are octets; a text came in clear, and is nothing that could be opened. */
async function octetsOf(data: unknown): Promise<Uint8Array | undefined> {
  if (typeof data !== 'object' || data === null) return undefined;
  return copied('arrayBuffer' in data ? await (data as Blob).arrayBuffer() : (data as ArrayBuffer));
}

/**
 * In Firefox what events carry is of the page's world, and what it holds may not be touched: the browser itself copies
 * it into ours.
 */
function copied(theirs: ArrayBuffer): Uint8Array<ArrayBuffer> {
  const { cloneInto } = globalThis as { cloneInto?: (value: ArrayBuffer, into: object) => ArrayBuffer };
  return new Uint8Array(cloneInto === undefined ? theirs : cloneInto(theirs, globalThis));
}
