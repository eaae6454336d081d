import type { CallId } from '../../../core/calls';
import { createMeter } from './meter';
import type { PeerPorts } from './ports';

/** The browser that the window stands in. What it lacks is `undefined`, and the window says so. */
export function browserPorts(): PeerPorts {
  const Connection = globalThis.RTCPeerConnection as typeof RTCPeerConnection | undefined;
  const media = navigator.mediaDevices as MediaDevices | undefined;
  return {
    connect:
      Connection === undefined
        ? undefined
        : ({ servers, onlyTurn }) =>
            new Connection({
              iceServers: servers.map(({ url, ...account }) => ({ urls: url, ...account })),
              iceTransportPolicy: onlyTurn ? 'relay' : 'all',
              // One transport for all: one ICE, one DTLS, one certificate (RFC 8843).
              bundlePolicy: 'max-bundle',
            }),
    media,
    claim,
    onNetworkChange(listener) {
      const { connection } = navigator as { connection?: EventTarget };
      globalThis.addEventListener('online', listener);
      connection?.addEventListener('change', listener);
      return () => {
        globalThis.removeEventListener('online', listener);
        connection?.removeEventListener('change', listener);
      };
    },
    onLeaving(listener) {
      globalThis.addEventListener('pagehide', listener);
      return () => globalThis.removeEventListener('pagehide', listener);
    },
    listen: createMeter,
  };
}

/** A lock of the browser, over all windows of ours: it goes with the window that holds it. */
function claim(id: CallId): Promise<(() => void) | undefined> {
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(`call ${id}`, { ifAvailable: true }, (lock) => {
        if (lock === null) return resolve(undefined);
        return new Promise<void>((release) => resolve(() => release()));
      })
      .catch(reject);
  });
}
