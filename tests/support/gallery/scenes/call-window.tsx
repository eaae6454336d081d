import '../../../../lib/windows/windows.css';
import type { CallPeer, CallView } from '../../../../lib/core/calls';
import type { Devices } from '../../../../lib/windows/call/peer/devices';
import type { LocalMedia } from '../../../../lib/windows/call/peer/local-media';
import type { SessionActions, SessionState } from '../../../../lib/windows/call/peer/session-state';
import { NO_TALK, type TalkState } from '../../../../lib/windows/call/peer/talk';
import { CallScreen } from '../../../../lib/windows/call/view/call-screen';
import { PortsProvider } from '../../../../lib/windows/ports';
import { callView, NOW, READY, sessionState } from '../../calls-own/views';
import { createFakePorts } from '../../windows/fake-ports';
import { ANNA } from '../../windows/people';
import type { Scene } from '../scene';

const ACTIONS: SessionActions = {
  accept: () => undefined,
  end: () => undefined,
  differ: () => undefined,
  setMuted: () => undefined,
  setCamera: () => undefined,
  setScreen: () => undefined,
  choose: () => undefined,
  tryAgain: () => undefined,
};

/** A picture that stands still: two colours and a figure. */
function track(paper: string, ink: string, words: string): MediaStreamTrack {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [640, 480];
  const drawn = canvas.getContext('2d');
  const draw = () => {
    if (drawn === null) return;
    drawn.fillStyle = paper;
    drawn.fillRect(0, 0, 640, 480);
    drawn.fillStyle = ink;
    drawn.beginPath();
    drawn.arc(320, 200, 90, 0, 7);
    drawn.arc(320, 520, 200, 0, 7);
    drawn.fill();
    drawn.font = '40px sans-serif';
    drawn.fillText(words, 20, 50);
  };
  draw();
  const [made] = canvas.captureStream(10).getVideoTracks();
  setInterval(draw, 50);
  if (made === undefined) throw new Error('no track');
  return made;
}
/** Stands for a sound: nothing of it is played here. */
const sound = (): MediaStreamTrack =>
  new AudioContext().createMediaStreamDestination().stream.getAudioTracks()[0] as MediaStreamTrack;

const DEVICES: Devices = {
  microphones: [
    { id: 'a', words: 'Built-in microphone' },
    { id: 'b', words: 'Headset of a maker with a remarkably long name (USB audio, mono)' },
  ],
  cameras: [{ id: 'c', words: 'Camera 1' }],
  speakers: [{ id: 'd', words: 'Headset' }],
};
const mine = (change: Partial<LocalMedia> = {}): LocalMedia => ({
  tracks: { microphone: sound(), camera: track('#d9e6e6', '#2c6a70', 'me') },
  muted: false,
  problems: {},
  devices: { microphone: 'a', camera: 'c' },
  ...change,
});
const talk = (change: Partial<TalkState> = {}, off: Partial<TalkState['theirs']['off']> = {}): TalkState => ({
  link: 'connected',
  theirs: {
    tracks: {
      microphone: sound(),
      camera: track('#efe3d2', '#8a5a2b', 'Anna'),
      screen: track('#fff', '#555', 'Screen'),
    },
    off: { microphone: false, camera: false, screen: true, ...off },
  },
  statistics: {
    path: 'relay',
    roundTripMs: 43,
    sent: 1_240_000,
    received: 864_000,
    loss: 0.004,
    soundCodec: 'opus',
    pictureCodec: 'VP8',
    width: 1280,
    height: 720,
    framesPerSecond: 30,
    framesSent: 5_420,
    framesReceived: 5_312,
    framesDecoded: 5_311,
    soundPackets: 9_120,
    packetsLost: 37,
  },
  ...change,
});

const scene = (
  id: string,
  state: () => SessionState,
  press: readonly string[] = [],
  can: { readonly canTalk?: boolean } = {},
): Scene => ({
  id: `call-window-${id}`,
  width: 760,
  height: 620,
  narrow: true,
  press,
  draw: () => (
    <PortsProvider value={createFakePorts({ 'call.compared': () => undefined })}>
      <main class="call-window">
        <CallScreen
          state={state()}
          actions={ACTIONS}
          listen={() => ({ level: () => 0.6, stop: () => undefined })}
          canTalk={can.canTalk ?? true}
          canShare
        />
      </main>
    </PortsProvider>
  ),
});

const connected = (change: Partial<CallView> = {}): CallView =>
  callView({ connectedAt: NOW - 187_000, words: READY, ...change });
const over = (why: NonNullable<CallView['over']>['why'], by: 'me' | 'them', change: Partial<CallView> = {}): CallView =>
  callView({ phase: 'over', over: { why, by, at: NOW }, ...change });
const peer = (change: Partial<CallPeer>): CallPeer => ({
  name: 'Anna Berg',
  fingerprint: ANNA.fingerprint,
  decision: 'verified',
  ...change,
});
const LONG = 'Maximiliane Theodora von und zu Hohenstein-Wittgenstein-Berleburg';

export const SCENES: readonly Scene[] = [
  scene('incoming', () => sessionState(callView({ phase: 'incoming', direction: 'in', video: true, peer: peer({}) }))),
  scene('incoming-long', () =>
    sessionState(callView({ phase: 'incoming', direction: 'in', peer: peer({ name: LONG, decision: 'later' }) })),
  ),
  scene('no-webrtc', () => sessionState(callView({ phase: 'incoming', direction: 'in', peer: peer({}) })), [], {
    canTalk: false,
  }),
  scene('ringing', () => sessionState(callView({ phase: 'ringing', video: true }), { mine: mine(), talk: NO_TALK })),
  scene('connecting', () =>
    sessionState(callView(), {
      mine: mine({ tracks: { microphone: sound() } }),
      talk: { ...NO_TALK, link: 'connecting' },
    }),
  ),
  scene('not-compared', () => sessionState(connected(), { mine: mine(), talk: talk(), devices: DEVICES })),
  scene('lost-line', () =>
    sessionState(connected({ words: { ...READY, continuity: 'lost' } }), { mine: mine(), talk: talk() }),
  ),
  scene(
    'compared',
    () =>
      sessionState(connected({ words: { ...READY, compared: 'same' }, peer: peer({}) }), {
        mine: mine(),
        talk: talk(),
      }),
    ['Connection'],
  ),
  scene('continued', () =>
    sessionState(
      connected({ words: { ...READY, continuity: 'continued', verified: true }, peer: peer({ name: LONG }) }),
      {
        mine: mine({ tracks: { microphone: sound() }, muted: true }),
        talk: talk({}, { camera: true, microphone: true }),
      },
    ),
  ),
  scene('no-words', () =>
    sessionState(connected({ words: { state: 'failed', code: 'call/no-words' } }), { mine: mine(), talk: talk() }),
  ),
  scene('screens', () =>
    sessionState(connected({ words: { ...READY, compared: 'same' }, peer: peer({}) }), {
      mine: mine({
        tracks: { microphone: sound(), camera: track('#d9e6e6', '#2c6a70', 'me'), screen: track('#fff', '#555', '') },
      }),
      talk: talk({}, { screen: false }),
    }),
  ),
  scene('devices', () => sessionState(connected(), { mine: mine(), talk: talk(), devices: DEVICES }), ['Devices']),
  scene('reconnecting', () =>
    sessionState(connected({ words: { ...READY, compared: 'same' }, peer: peer({}) }), {
      mine: mine(),
      talk: talk({ link: 'reconnecting' }),
    }),
  ),
  scene('no-microphone', () =>
    sessionState(connected(), {
      mine: mine({ tracks: {}, problems: { microphone: 'call/not-allowed', camera: 'call/no-camera' } }),
      talk: talk(),
    }),
  ),
  scene('over', () => sessionState(over('ended', 'them', { connectedAt: NOW - 754_000 }))),
  scene('over-declined', () => sessionState(over('declined', 'them'))),
  scene('over-no-connection', () => sessionState(over('failed', 'me'), { code: 'call/no-connection' })),
  scene('over-differed', () =>
    sessionState(over('differ', 'me', { connectedAt: NOW - 54_000, words: { ...READY, compared: 'different' } })),
  ),
  scene('other-window', () => ({ ...sessionState(callView()), view: undefined, code: 'call/other-window' })),
];
