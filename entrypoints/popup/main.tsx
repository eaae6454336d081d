import { mountWindow } from '../../lib/windows/mount';
import { Popup } from '../../lib/windows/popup/popup';

mountWindow(<Popup />);
