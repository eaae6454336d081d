import { createBar } from '../../lib/frames/bar/bar';
import { BarFrame } from '../../lib/frames/bar/bar-view';
import { mountFrame } from '../../lib/frames/shared/mount';

mountFrame((ports) => <BarFrame bar={createBar(ports)} />);
