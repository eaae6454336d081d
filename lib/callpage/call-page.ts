import type { PageCallOrder } from '../bus/calls-protocol';
import type { PageRequest } from '../bus/protocol';
import type { ErrorCode } from '../core/error-codes';
import { toErrorCode } from '../core/errors';
import { makeRoomAnywhere, mountBar } from '../page/bar';
import { DONE } from '../page/bus';
import { createDoubt } from '../page/doubt';
import { clearLeftovers } from '../page/leftovers';
import { whenParsed } from '../page/when-parsed';
import { createChannels } from './channels';
import { hasEncodedStreams, type Side } from './encoded';
import type { Half, Mode } from './half';
import { createHalves } from './halves';
import type { CallBlindSpot, CallLink, CallLinkListener } from './link-contract';
import { createNobody } from './own-worker';
import { createPipeHalf } from './pipe-half';
import type { CallPageBus } from './ports';
import { createSeats } from './seats';
import { createTransformHalf } from './transform-half';
import { createWatch } from './watch';

const BLIND: Partial<Record<CallBlindSpot, ErrorCode>> = {
  earlier: 'callpage/earlier',
  sandboxed: 'callpage/sandboxed',
  elsewhere: 'callpage/tampered',
  codec: 'callpage/codec',
};

/** The content script's engine on a page that has calls, as often as the site is granted for them. */
export type CallPage = {
  /** From now on the background is asked, and told. Answers what ends that; `onEnd`: it has ended. */
  live(onEnd: () => void): () => void;
};

/**
 * It sees what the page sees, and no key. Once something is protected here, nothing passes in clear for as long as this
 * document lives. Between two lives it goes on seeing connections and passing on what was clear: the browser gives the
 * frames of a sender out once.
 */
export function createCallPage(
  page: Document,
  bus: CallPageBus,
  linkTo: (listener: CallLinkListener) => CallLink,
): CallPage {
  const view = page.defaultView;
  const now = () => performance.now();
  /** Of this document, by the clock that the background has too; the page cannot change it in this world. */
  const began = Math.floor(Date.now() - performance.now());
  const inFrame = hasEncodedStreams();
  const connections = new Set<number>();
  let mode: Mode;
  /** The script before this one had protected this document, and an update ended it: the background has forgotten it. */
  let isKept = false;
  clearLeftovers(page, 'call');

  const nobody = createNobody();
  const make = (side: Side, direction: Half['direction'], flow: number): Half =>
    inFrame ? createPipeHalf(side, direction, flow) : createTransformHalf(side, direction, flow, nobody);
  const halves = createHalves(make, !inFrame);
  const channels = createChannels((channel, data) => link.deliver(channel, data));
  const fail = (error: unknown): void => onFailure(toErrorCode(error));
  const watch = createWatch({
    halves,
    mode: () => mode,
    unableCode: inFrame ? 'callpage/earlier' : 'callpage/no-worker',
    now,
    tell: (report) => bus.call('callPage.report', report),
    onOrder: (order) => follow(order),
    onFailure: fail,
  });
  const look = (): void => {
    watch.look();
    seats.look();
  };
  const seats = createSeats({
    page,
    bus,
    inFrame,
    now,
    onDesk(desk) {
      halves.seat(desk);
      channels.seat(desk);
    },
    onHeard(message) {
      halves.hear(message);
      // Timers of a tab behind another are slow; what a worker says is not.
      look();
    },
    onFailure: (code) => (code === 'callpage/no-worker' ? watch.alarm(code) : onFailure(code)),
  });

  const seat = (): void => {
    if (mode !== 'protected' || connections.size === 0) return;
    if (view?.origin === 'null') watch.alarm('callpage/sandboxed');
    else seats.want();
  };
  const follow = (order: PageCallOrder): void => {
    const next = isKept ? 'protected' : order.mode;
    if (mode === 'protected' || next === mode) return;
    mode = next;
    halves.setMode(mode);
    channels.setMode(mode);
    link.setMode(mode);
    if (mode === 'protected') watch.onProtected();
    seat();
    look();
  };
  let isGranted = true;
  /** Told when the proxy is met: nothing passes before the first `hello` is answered. */
  const onKept = (): void => {
    isKept = true;
    if (mode === undefined) return;
    follow({ mode: 'protected' });
    watch.alarm('callpage/updated');
  };
  const hello = async (): Promise<void> => {
    try {
      follow(await bus.call('callPage.hello', { began }));
      // Behind that, which forgets what was said of the page before.
      if (isKept) watch.alarm('callpage/updated');
    } catch (error) {
      isGranted = toErrorCode(error) !== 'site/not-granted';
      throw error;
    }
  };
  let onFailure: (code: ErrorCode) => void = () => undefined;

  const link = linkTo({
    onMet: () => undefined,
    onConnection(connection) {
      connections.add(connection);
      seat();
    },
    onConnectionClosed(connection) {
      connections.delete(connection);
      halves.removeConnection(connection);
    },
    onTransceiver: (connection, transceiver) => halves.add(connection, transceiver),
    onChannel: (_connection, channel, native) => channels.add(channel, native),
    onData: (channel, data) => channels.send(channel, data),
    onBlind(what) {
      if (what === 'kept') onKept();
      const code = BLIND[what];
      if (code !== undefined) watch.alarm(code);
    },
  });

  const live = (onEnd: () => void): (() => void) => {
    const stopping = new AbortController();
    const { signal } = stopping;
    /**
     * What is protected stays closed. Not granted: all else is the page's again. Outlived by an update, or never heard,
     * before the mode was known: it may have to be protected, so nothing passes until the page is loaded anew.
     */
    const end = (): void => {
      if (signal.aborted) return;
      if (mode === undefined && !isGranted) follow({ mode: 'clear' });
      stopping.abort();
      onEnd();
    };
    onFailure = createDoubt({ ask: hello, onBack: () => undefined, onEnd: end, signal });
    const looking = setInterval(() => {
      if (bus.isAlive()) look();
      else end();
    }, watch.everyMs);
    signal.addEventListener('abort', () => clearInterval(looking));
    signal.addEventListener(
      'abort',
      bus.onPageRequest((request: PageRequest) => {
        if (request.ask !== 'page.doubt' && request.ask !== 'callPage.mode') return undefined;
        if (request.ask === 'page.doubt') hello().catch(fail);
        else follow(request);
        return Promise.resolve(DONE);
      }),
    );
    if (view === view?.top) whenParsed(page, signal, () => void showBar(page, bus, signal));
    hello().catch(fail);
    return end;
  };
  return { live };
}

async function showBar(page: Document, bus: CallPageBus, signal: AbortSignal): Promise<void> {
  const bar = await mountBar(page, bus, (height) => makeRoomAnywhere(page, height));
  if (signal.aborted) bar?.remove();
  else signal.addEventListener('abort', () => bar?.remove());
}
