import { createBox } from '../../lib/frames/chat-box/box';
import { BoxFrame } from '../../lib/frames/chat-box/box-view';
import { mountFrame } from '../../lib/frames/shared/mount';

mountFrame((ports) => <BoxFrame box={createBox(ports)} />);
