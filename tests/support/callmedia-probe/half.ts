import { call } from '../../../lib/bus/client';
import { onPageRequest } from '../../../lib/bus/events';
import { createCallPage } from '../../../lib/callpage/call-page';
import { linkToCallProxy } from '../../../lib/callpage/proxy-link/call-link';
import { extensionUrl, runtimeIsAlive } from '../../../lib/platform/runtime';

/** `transform` of this sender, as our half sees it, is from now on what our half itself set: a page's own stays unseen. */
function blindfold(sender: RTCRtpSender): void {
  const native = Object.getOwnPropertyDescriptor(RTCRtpSender.prototype, 'transform');
  let ours: unknown = null;
  Object.defineProperty(sender, 'transform', {
    get: () => ours,
    set(transform: unknown) {
      ours = transform;
      native?.set?.call(sender, transform);
    },
  });
}

if (location.pathname === '/peer') {
  const isBlind = new URLSearchParams(location.search).has('blind');
  createCallPage(
    document,
    { call, onPageRequest, frameUrl: (name) => extensionUrl(`/${name}`), isAlive: runtimeIsAlive },
    (listener) =>
      linkToCallProxy(window, {
        ...listener,
        onTransceiver(connection, transceiver) {
          if (isBlind) blindfold(transceiver.sender);
          listener.onTransceiver(connection, transceiver);
        },
      }),
  ).live(() => undefined);
}
