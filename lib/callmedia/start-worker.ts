import type { FlowOptions, FromKeys, FromMedia, ToKeys, ToMedia, ToWorker } from './contract';
import { createFlow, type Flow, type Tally } from './flow';
import { createCallKeys } from './keys';
import { serveData, serveFlow } from './serve-ports';
import { optionsOf, serveTransform, type Transformer } from './serve-transform';

/** What a worker has that this needs; a DedicatedWorkerGlobalScope fulfils it. */
export type WorkerScope = {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  onrtctransform?: ((event: { readonly transformer: Transformer }) => void) | null;
  postMessage(message: unknown): void;
  setInterval(work: () => void, ms: number): unknown;
};

const ALIVE_MS = 50;
/** So often our frame is told what was sealed and opened, in turns of `ALIVE_MS`. */
const TOLD_EVERY = 20;

/** Seals and opens the frames of one page's calls. There is no way through it in clear. */
export function startMediaWorker(scope: WorkerScope): void {
  const flows = new Map<number, Flow>();
  const transformers = new Map<number, Transformer>();
  const told = new Map<number, string>();
  const tally: Tally = { sealed: 0, opened: 0, refused: 0 };
  let keysPort: MessagePort | undefined;
  let mediaPort: Pick<MessagePort, 'postMessage'> = scope;

  const say = (message: FromMedia): void => mediaPort.postMessage(message);
  const sayToKeys = (message: FromKeys, moved: readonly ArrayBuffer[]): void =>
    keysPort?.postMessage(message, [...moved]);
  const askForKeyFrames = (): void => {
    for (const [flow, { options }] of flows) {
      if (options.direction === 'in') continue;
      const asked = transformers.get(flow)?.generateKeyFrame?.();
      if (asked === undefined) say({ say: 'want-key-frame', flow });
      // Sound has none, and a connection that is closed none any more.
      else asked.catch(() => undefined);
    }
  };
  const keys = createCallKeys({
    say: sayToKeys,
    onFresh: askForKeyFrames,
    random: (octets) => crypto.getRandomValues(new Uint8Array(octets)),
    now: () => performance.now(),
  });
  const addFlow = (options: FlowOptions): Flow => {
    const flow = createFlow(options, keys, tally);
    flows.set(options.flow, flow);
    return flow;
  };

  const onMedia = (message: ToMedia) => {
    switch (message.say) {
      case 'flow':
        return serveFlow(message.port, addFlow(message.options));
      case 'stream':
        return flows.get(message.flow)?.name(message.stream);
      case 'data':
        return serveData(message.port, keys);
    }
  };
  scope.onmessage = ({ data: message }) => {
    if (message.say === 'keys') {
      if (keysPort !== undefined) return;
      keysPort = message.port;
      keysPort.onmessage = ({ data }: MessageEvent<ToKeys>) => keys.take(data);
      return;
    }
    if (message.say === 'media') {
      mediaPort = message.port;
      message.port.onmessage = ({ data }: MessageEvent<ToMedia>) => onMedia(data);
      return;
    }
    onMedia(message);
  };
  scope.onrtctransform = ({ transformer }) => {
    const options = optionsOf(transformer);
    if (options === undefined) return;
    transformers.set(options.flow, transformer);
    serveTransform(transformer, addFlow(options)).catch(() => undefined);
    if (options.direction === 'out') transformer.generateKeyFrame?.().catch(() => undefined);
  };

  const tellMedia = (): void => {
    const changed = [...flows].flatMap(([flow, { counts }]) => {
      const now = counts();
      const text = JSON.stringify(now);
      if (told.get(flow) === text) return [];
      told.set(flow, text);
      return [{ flow, ...now }];
    });
    say({ say: 'alive', at: Date.now(), flows: changed });
  };
  const tellKeys = (): void => {
    const call = keys.call();
    if (call === undefined || tally.sealed + tally.opened + tally.refused === 0) return;
    sayToKeys({ say: 'counts', call, ...tally }, []);
    Object.assign(tally, { sealed: 0, opened: 0, refused: 0 });
  };
  let turn = 0;
  scope.setInterval(() => {
    keys.tick();
    tellMedia();
    turn += 1;
    if (turn % TOLD_EVERY === 0) tellKeys();
  }, ALIVE_MS);
}
