import { createReader } from '../../lib/frames/reader/reader';
import { ReaderFrame } from '../../lib/frames/reader/reader-view';
import { mountFrame } from '../../lib/frames/shared/mount';

mountFrame((ports) => <ReaderFrame reader={createReader(ports)} />);
