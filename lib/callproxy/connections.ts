import type { Pristine, World } from '../proxy/pristine';
import type { Replace } from '../proxy/replace';
import type { Channels } from './channels';
import type { Codecs } from './codecs';
import type { CallLine, LineConnection } from './line';

type Known = { readonly line: LineConnection; readonly seen: ReturnType<Pristine['weakMap']>; isClosed: boolean };

export type Connections = {
  /** Hands over what is new in it: after everything that may have made a transceiver, before the page goes on. */
  look(connection: RTCPeerConnection): void;
};

/** Methods by which a connection shows itself that was not made by the constructor which we replaced. */
const SHOWING = [
  'addIceCandidate',
  'addStream',
  'addTrack',
  'addTransceiver',
  'createAnswer',
  'getReceivers',
  'getSenders',
  'getTransceivers',
  'removeTrack',
  'restartIce',
] as const;

/** Every connection of this world: its transceivers and channels are handed over in the turn in which they appear. */
export function watchConnections(
  world: World,
  pristine: Pristine,
  replace: Replace,
  line: CallLine,
  codecs: Codecs,
  channels: Channels,
  onUnknown: () => void,
  isMark: (key: string | symbol) => boolean,
): Connections {
  const { apply, bare, currentTargetOf, getter, inherit, listen, method, weakMap } = pristine;
  const native = world.RTCPeerConnection.prototype;
  const transceiversOf = method<RTCRtpTransceiver[]>(native, 'getTransceivers');
  const stateOf = getter<string>(native, 'signalingState');
  const channelOf = getter<RTCDataChannel>(world.RTCDataChannelEvent.prototype, 'channel');
  const known = weakMap<RTCPeerConnection, Known>();
  const isConnection = (value: unknown): value is RTCPeerConnection => {
    try {
      stateOf(value);
      return true;
    } catch {
      return false;
    }
  };
  const meet = (connection: RTCPeerConnection): Known => {
    const entry: Known = bare({ line: line.openConnection(), seen: weakMap(), isClosed: false });
    known.set(connection, entry);
    listen(connection, 'signalingstatechange', hear, true);
    listen(connection, 'track', hear, true);
    listen(connection, 'datachannel', hear, true);
    return entry;
  };
  const look = (connection: RTCPeerConnection) => {
    let entry = known.get(connection);
    if (entry === undefined) {
      if (!isConnection(connection)) return;
      onUnknown();
      entry = meet(connection);
    }
    if (entry.isClosed) return;
    const all = transceiversOf(connection);
    for (let at = 0; at < all.length; at += 1) {
      const transceiver = all[at];
      if (transceiver === undefined || entry.seen.get(transceiver) !== undefined) continue;
      entry.seen.set(transceiver, true);
      codecs.restrict(transceiver);
      entry.line.transceiver(transceiver);
    }
  };
  const hear = (event: Event) => {
    if (!event.isTrusted) return;
    const connection = currentTargetOf(event) as RTCPeerConnection;
    look(connection);
    const entry = known.get(connection);
    if (pristine.typeOf(event) === 'datachannel' && entry !== undefined)
      channels.watch(channelOf(event), connection, entry.line, false);
  };

  // Chrome gives frames to a transform of ours on no other connection; others do not know the word and pass it by.
  const usesStreams = 'createEncodedStreams' in world.RTCRtpSender.prototype;
  const asked = weakMap<object, true>();
  const withStreams = (given: unknown): unknown => {
    if (!usesStreams || (given !== undefined && given !== null && typeof given !== 'object')) return given;
    return inherit((given as object | null | undefined) ?? bare({}), { encodedInsertableStreams: true });
  };
  const wantsStreams = (given: unknown): boolean =>
    usesStreams && !!(given as { encodedInsertableStreams?: unknown } | null | undefined)?.encodedInsertableStreams;
  let wanted = false;
  replace.constructor(
    'RTCPeerConnection',
    (connection: RTCPeerConnection) => {
      meet(connection);
      if (wanted) asked.set(connection, true);
    },
    {
      before: (values) => {
        wanted = wantsStreams(values[0]);
        values[0] = withStreams(values[0]);
      },
      aliases: ['webkitRTCPeerConnection'],
      isMark,
    },
  );
  replace.method(native, 'setConfiguration', (target, self: RTCPeerConnection, values) => {
    look(self);
    if (values.length > 0) values[0] = withStreams(values[0]);
    return apply(target, self, values);
  });
  replace.method(native, 'getConfiguration', (target, self: RTCPeerConnection, values) => {
    const found = apply(target, self, values) as { encodedInsertableStreams?: boolean };
    if ('encodedInsertableStreams' in found) found.encodedInsertableStreams = asked.get(self) === true;
    return found;
  });

  for (const name of SHOWING)
    replace.method(native, name, (target, self: RTCPeerConnection, values) => {
      look(self);
      const answer = apply(target, self, values);
      look(self);
      return answer;
    });
  replace.method(native, 'createDataChannel', (target, self: RTCPeerConnection, values) => {
    look(self);
    const channel = apply(target, self, values) as RTCDataChannel;
    const entry = known.get(self);
    if (entry !== undefined) channels.watch(channel, self, entry.line, true);
    return channel;
  });
  replace.method(native, 'close', (target, self: RTCPeerConnection, values) => {
    look(self);
    const answer = apply(target, self, values);
    const entry = known.get(self);
    if (entry !== undefined && !entry.isClosed) {
      entry.isClosed = true;
      entry.line.closed();
    }
    return answer;
  });
  return { look };
}
