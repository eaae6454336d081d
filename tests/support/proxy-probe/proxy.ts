import { startProxy } from '../../../lib/proxy/start-proxy';

startProxy(window);
