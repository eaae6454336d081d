import type { KeyOrder } from '../../bus/calls-protocol';
import type { FromKeys, ToCallFrame, ToKeys, ToWorker } from '../../callmedia/contract';
import { toErrorCode } from '../../core/errors';
import { createSerial } from '../../core/serial';
import type { FramePorts } from '../shared/ports';
import { whenOffered } from '../shared/when-offered';

export type CallFramePorts = FramePorts & {
  /** Chrome: the worker of this frame. */
  readonly startWorker: () => { postMessage(message: ToWorker, moved: Transferable[]): void };
};

/** The keys of a page's calls: orders of the background go in, announcements come out. */
export type CallFrame = {
  /** What came to the window, with whether the page around us sent it. Only the first good one counts. */
  take(event: { readonly fromParent: boolean; readonly data: unknown; readonly ports: readonly MessagePort[] }): void;
  stop(): void;
};

/** Asked also where nobody said anything: an event can be lost with the background. */
const ASK_MS = 2_000;
const AGAIN_MS = 1_000;
const TRIES = 60;
/** After these it is of no use to say it again. */
const OVER: ReadonlySet<string> = new Set(['callpage/no-call', 'ticket/used', 'ticket/unknown', 'bus/outdated']);

export function createCallFrame({ ticket, call, onBusEvent, later, startWorker }: CallFramePorts): CallFrame {
  const serial = createSerial();
  let keys: MessagePort | undefined;
  let after = 0;
  let stopped = false;
  let cancel: () => void = () => undefined;

  /** In order, and again for a while: an announcement that is lost is a person who sees nothing. */
  const tell = async (message: FromKeys): Promise<void> => {
    for (let attempt = 1; !stopped; attempt++) {
      try {
        return await tellOnce(message);
      } catch (error) {
        if (attempt === TRIES || OVER.has(toErrorCode(error)) || message.say === 'counts') return;
        await new Promise<void>((resolve) => later(resolve, AGAIN_MS));
      }
    }
  };
  const tellOnce = async ({ say, ...fields }: FromKeys): Promise<void> => {
    if (say === 'announce') {
      const { announcement, ...rest } = fields as FromKeys & { readonly say: 'announce' };
      await call('callFrame.announce', { ticket, ...rest, announcement: new Blob([announcement]) });
    } else if (say === 'took') {
      await call('callFrame.took', { ticket, ...(fields as FromKeys & { readonly say: 'took' }) });
    } else {
      await call('callFrame.counts', { ticket, ...(fields as FromKeys & { readonly say: 'counts' }) });
    }
  };
  const follow = async (port: MessagePort): Promise<void> => {
    const orders = await call('callFrame.orders', { ticket, after });
    for (const order of orders) {
      if (order.number <= after) continue;
      const message = await messageOf(order);
      port.postMessage(message, message.say === 'learn' ? [message.announcement] : []);
      after = order.number;
    }
  };
  const ask = (): void => {
    const port = keys;
    if (port === undefined || stopped) return;
    cancel();
    serial(() => follow(port))
      .catch(() => undefined)
      .finally(() => {
        cancel();
        if (!stopped) cancel = later(ask, ASK_MS);
      });
  };
  const stopListening = onBusEvent((event) => {
    if (event === 'calls' || event === 'vault') ask();
  });
  const begin = async (port: MessagePort): Promise<void> => {
    await whenOffered(() => call('callFrame.open', { ticket }), later);
    const inOrder = createSerial();
    port.onmessage = ({ data }: MessageEvent<FromKeys>) => {
      inOrder(() => tell(data)).catch(() => undefined);
    };
    keys = port;
    ask();
  };
  /** The worker gets the port of the page's script, and one of ours for its keys. */
  const startBeside = (media: MessagePort): MessagePort => {
    const worker = startWorker();
    const { port1, port2 } = new MessageChannel();
    worker.postMessage({ say: 'keys', port: port2 }, [port2]);
    worker.postMessage({ say: 'media', port: media }, [media]);
    return port1;
  };

  let taken = false;
  return {
    take({ fromParent, data, ports }) {
      const [port] = ports;
      if (taken || !fromParent || port === undefined || !isFor(data, ticket)) return;
      taken = true;
      begin(data.port === 'media' ? startBeside(port) : port).catch(() => undefined);
    },
    stop() {
      stopped = true;
      cancel();
      stopListening();
    },
  };
}

/** The page can send messages here too, but it does not know the ticket: that stands in a closed shadow root. */
function isFor(data: unknown, ticket: string): data is ToCallFrame {
  const { sotto, ticket: named, port } = (data ?? {}) as Partial<ToCallFrame>;
  return sotto === 'call-frame' && named === ticket && (port === 'media' || port === 'keys');
}

async function messageOf({ number: _number, order, ...fields }: KeyOrder): Promise<ToKeys> {
  if (order !== 'learn') return { say: order, ...fields } as ToKeys;
  const { announcement, ...rest } = fields as KeyOrder & { readonly order: 'learn' };
  return { say: 'learn', ...rest, announcement: await announcement.arrayBuffer() };
}
