import type { CallId, CallView } from '../../../core/calls';
import type { WindowPorts } from '../../ports';

/** What the window of a call needs of the browser, beside the bus. Real: `browserPorts`. */
export type PeerPorts = {
  /**
   * `undefined` where the browser has no WebRTC, or where it is switched off. With `onlyTurn` no address of this machine
   * is told to anybody but the servers.
   */
  readonly connect: ((ways: Pick<CallView, 'servers' | 'onlyTurn'>) => RTCPeerConnection) | undefined;
  /** `undefined` where the browser gives no document of ours any. */
  readonly media: MediaPorts | undefined;
  /** Answers how to give the call back; `undefined` where another window has it. */
  readonly claim: (id: CallId) => Promise<(() => void) | undefined>;
  /** Another network, or the same one again. Answers the way to stop. */
  readonly onNetworkChange: (listener: () => void) => () => void;
  /** The window goes away. Answers the way to stop. */
  readonly onLeaving: (listener: () => void) => () => void;
  /** How loud the sound of a track is, from 0 to 1, whenever it is asked; `stop` ends it. */
  readonly listen: (track: MediaStreamTrack) => Meter;
};

export type MediaPorts = Pick<
  MediaDevices,
  'getUserMedia' | 'getDisplayMedia' | 'enumerateDevices' | 'addEventListener' | 'removeEventListener'
>;

export type Meter = { level(): number; stop(): void };

/** The background, as this window asks it. */
export type CallBus = Pick<WindowPorts, 'call' | 'onBusEvent' | 'now'>;
