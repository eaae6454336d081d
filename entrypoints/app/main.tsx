import { App } from '../../lib/windows/app/app';
import { mountWindow } from '../../lib/windows/mount';

mountWindow(<App />);
