import { startCallProxy } from '../../../lib/callproxy/start-call-proxy';

if (location.pathname === '/peer') startCallProxy(window);
