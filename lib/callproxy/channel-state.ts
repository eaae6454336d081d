import { createList, type List } from '../proxy/list';
import type { Pristine } from '../proxy/pristine';
import type { LineChannel } from './line';

/** What the page sent: text, octets or a Blob of them, and how many octets it counts as buffered for. */
export type Sent = { readonly value: string | ArrayBuffer | Blob; readonly size: number };

/** What is kept of one data channel. */
export type ChannelState = {
  readonly native: RTCDataChannel;
  readonly connection: RTCPeerConnection;
  line: LineChannel | undefined;
  /** Sent by the page, not handed over yet: the mode is not known, or a Blob before it is being read. */
  readonly out: List<Sent>;
  /** Handed to the half, which has not said yet that it is through with it. */
  readonly handed: List<{ readonly number: number; readonly size: number }>;
  /** Came while the mode was not known: heard by the half, not by the page. */
  readonly came: List<{ readonly data: unknown; readonly origin: string }>;
  isReading: boolean;
  /** The page wants it closed, behind what waits. */
  isClosing: boolean;
  /** Somebody closed it, so that it is no wonder when it is. */
  isEnded: boolean;
  /** Octets that the page counts as buffered and the browser does not have yet. */
  waiting: number;
  /** The page's threshold was passed upwards: it is owed a `bufferedamountlow`. */
  isAbove: boolean;
  /** Of the last message that came. */
  origin: string;
  count: number;
};

export const newChannelState = (
  { bare }: Pristine,
  native: RTCDataChannel,
  connection: RTCPeerConnection,
): ChannelState =>
  bare({
    native,
    connection,
    line: undefined,
    out: createList<Sent>(bare),
    handed: createList<{ readonly number: number; readonly size: number }>(bare),
    came: createList<{ readonly data: unknown; readonly origin: string }>(bare),
    isReading: false,
    isClosing: false,
    isEnded: false,
    waiting: 0,
    isAbove: false,
    origin: '',
    count: 0,
  });

export const modeOf = (state: ChannelState) => state.line?.mode() ?? 'clear';
export const isIdle = (state: ChannelState) =>
  state.out.count() === 0 && state.handed.count() === 0 && !state.isReading;
