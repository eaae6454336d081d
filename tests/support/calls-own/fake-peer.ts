import type { CallView } from '../../../lib/core/calls';
import { AppError } from '../../../lib/core/errors';
import type { PeerPorts } from '../../../lib/windows/call/peer/ports';
import { type Answers, createFakePorts } from '../windows/fake-ports';
import { asConnection, FakeConnection } from './fake-connection';
import { createFakeMedia } from './fake-media';

/** A browser and a background of one call, in which nothing happens by itself. */
export function createFakePeer(first: CallView, overrides: Partial<PeerPorts> = {}, answers: Answers = {}) {
  const fake = new FakeConnection(1);
  const media = createFakeMedia();
  const now = { view: first as CallView | undefined, connections: 0, released: 0 };
  let leave = () => undefined as void;
  const ports: PeerPorts = {
    connect: () => {
      now.connections += 1;
      return asConnection(fake);
    },
    media,
    claim: async () => () => {
      now.released += 1;
    },
    onNetworkChange: () => () => undefined,
    onLeaving: (listener) => {
      leave = listener;
      return () => undefined;
    },
    listen: () => ({ level: () => 0, stop: () => undefined }),
    ...overrides,
  };
  const bus = createFakePorts({
    'call.view': () => {
      if (now.view === undefined) throw new AppError('call/unknown');
      return now.view;
    },
    'call.end': () => undefined,
    'call.accept': () => undefined,
    'call.say': () => undefined,
    'call.hear': () => [],
    'call.alive': () => undefined,
    'call.fingerprints': () => undefined,
    ...answers,
  });
  return {
    fake,
    media,
    ports,
    bus,
    now,
    leave: () => leave(),
    /** The background says that the call is so now. */
    become(change: Partial<CallView>) {
      if (now.view !== undefined) now.view = { ...now.view, ...change };
      bus.announce('calls');
    },
  };
}
