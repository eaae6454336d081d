import { CALL_LIMITS, type CallSignal, type CallView } from '../../../core/calls';
import type { ErrorCode } from '../../../core/error-codes';
import { toErrorCode } from '../../../core/errors';
import { type Link, watchLink } from './link';
import type { LocalMedia } from './local-media';
import { createNegotiation } from './negotiation';
import { onlyRelayed } from './only-relayed';
import { makePlaces, type Place, receivedTracks, sendTracks, type Tracks } from './places';
import type { CallBus, PeerPorts } from './ports';
import { createSignalLine } from './signal-line';
import { createStatistics, type Statistics } from './statistics';

const STATISTICS_MS = 1_000;
const AGAIN_MS = 1_000;

export type Theirs = {
  readonly tracks: Tracks;
  /** What they say is switched off. Until they say so, they can be heard and not seen. */
  readonly off: { readonly [P in Place]: boolean };
};

export type TalkState = {
  readonly link: Link;
  readonly theirs: Theirs;
  readonly statistics?: Statistics;
  /** Why it cannot go on. */
  readonly code?: ErrorCode;
};

export const NO_TALK: TalkState = {
  link: 'idle',
  theirs: { tracks: {}, off: { microphone: false, camera: true, screen: true } },
};

export type Talk = {
  get(): TalkState;
  /** The background has something new. */
  hear(): void;
  /** Mine changed: it is sent, and told. */
  update(): void;
  stop(): void;
};

type TalkOptions = {
  readonly bus: CallBus;
  readonly ports: Pick<PeerPorts, 'onNetworkChange'>;
  readonly connection: RTCPeerConnection;
  readonly view: Pick<CallView, 'id' | 'direction' | 'onlyTurn'>;
  readonly mine: () => LocalMedia;
  readonly onChange: () => void;
};

/** Two windows that answered: descriptions, candidates, tracks, and the digests that the words are made of. */
export function startTalk({ bus, ports, connection, view, mine, onChange }: TalkOptions): Talk {
  const polite = view.direction === 'in';
  let state: TalkState = { ...NO_TALK, link: 'connecting' };
  let stopped = false;
  let told = '';
  const change = (next: Partial<TalkState>): void => {
    if (stopped) return;
    state = { ...state, ...next };
    onChange();
  };
  const fail = (code: ErrorCode): void => {
    stop();
    state = { ...state, link: 'lost', code };
    onChange();
  };

  const hearSignal = async (signal: CallSignal): Promise<void> => {
    if (signal.kind !== 'muted') return negotiation.hear(signal);
    const { microphone, camera, screen } = signal;
    change({ theirs: { ...state.theirs, off: { microphone, camera, screen } } });
  };
  const line = createSignalLine(bus, view.id, hearSignal);

  const reportDigests = async (digests: { readonly mine: string; readonly theirs: string }): Promise<void> => {
    while (!stopped) {
      try {
        return await bus.call('call.fingerprints', { id: view.id, ...digests });
      } catch (error) {
        // The words stay away then, and the window says that they are not there.
        if (['call/unknown', 'bus/bad-input', 'bus/outdated'].includes(toErrorCode(error))) return;
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    }
  };
  const negotiation = createNegotiation({
    connection,
    polite,
    say: (signal) => {
      // What the channel would not carry would never be answered.
      if (signal.kind === 'description' && signal.sdp.length > CALL_LIMITS.sdpLength) fail('call/no-connection');
      else line.say(view.onlyTurn ? onlyRelayed(signal) : signal);
    },
    tracks: () => mine().tracks,
    onDigests: (digests) => void reportDigests(digests),
    onForeign: () => fail('call/no-words'),
    onFailure: () => connection.connectionState === 'connected' || fail('call/no-connection'),
  });

  const update = (): void => {
    if (stopped) return;
    const { tracks, muted } = mine();
    sendTracks(connection, tracks).catch(() => undefined);
    const off = {
      microphone: muted || tracks.microphone === undefined,
      camera: tracks.camera === undefined,
      screen: tracks.screen === undefined,
    };
    if (told === JSON.stringify(off)) return;
    told = JSON.stringify(off);
    line.say({ kind: 'muted', ...off });
  };

  const watch = watchLink({
    connection,
    polite,
    onNetworkChange: ports.onNetworkChange,
    onLink: (link) => (link === 'lost' ? fail('call/no-connection') : change({ link })),
  });
  const onTrack = (): void => change({ theirs: { ...state.theirs, tracks: receivedTracks(connection) } });
  connection.addEventListener('track', onTrack);
  const read = createStatistics();
  const timer = setInterval(() => {
    if (state.link === 'idle' || state.link === 'connecting') return;
    connection.getStats().then(
      (report) => change({ statistics: read(report) }),
      () => undefined,
    );
  }, STATISTICS_MS);

  function stop(): void {
    if (stopped) return;
    stopped = true;
    clearInterval(timer);
    watch.stop();
    negotiation.stop();
    line.stop();
    connection.removeEventListener('track', onTrack);
    connection.close();
  }

  if (!polite) makePlaces(connection);
  update();
  line.hear().catch(() => undefined);
  return { get: () => state, hear: () => void line.hear(), update, stop };
}
