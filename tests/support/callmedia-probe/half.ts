import { call } from '../../../lib/bus/client';
import { onPageRequest } from '../../../lib/bus/events';
import { startCallPage } from '../../../lib/callpage/call-page';
import { linkToCallProxy } from '../../../lib/callpage/proxy-link/call-link';
import { extensionUrl, runtimeIsAlive } from '../../../lib/platform/runtime';

if (location.pathname === '/peer') {
  startCallPage(
    document,
    { call, onPageRequest, frameUrl: (name) => extensionUrl(`/${name}`), isAlive: runtimeIsAlive },
    (listener) => linkToCallProxy(window, listener),
  );
}
