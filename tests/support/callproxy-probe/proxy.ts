import { startCallProxy } from '../../../lib/callproxy/start-call-proxy';

startCallProxy(window);
