import { CallWindow } from '../../lib/windows/call/call-window';
import { mountWindow } from '../../lib/windows/mount';

mountWindow(<CallWindow />);
