import { startCallFrame } from '../../../lib/frames/call-frame/start-call-frame';

startCallFrame();
