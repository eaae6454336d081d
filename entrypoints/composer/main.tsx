import { createComposer } from '../../lib/frames/composer/composer';
import { ComposerFrame } from '../../lib/frames/composer/composer-view';
import { mountFrame } from '../../lib/frames/shared/mount';

mountFrame((ports) => <ComposerFrame composer={createComposer(ports)} />);
