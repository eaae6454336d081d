import { createLine } from '../../lib/frames/chat-line/line';
import { LineFailure, LineFrame } from '../../lib/frames/chat-line/line-view';
import { placeFrame } from '../../lib/frames/shared/place-frame';

placeFrame(
  (ports) => <LineFrame line={createLine(ports)} />,
  (code) => <LineFailure code={code} />,
);
