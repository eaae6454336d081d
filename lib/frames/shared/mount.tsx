import type { ComponentChild } from 'preact';
import { placeFrame } from './place-frame';
import type { FramePorts } from './ports';
import { FailureCard } from './quiet-cards';

/** A frame that says in a card why it cannot be drawn. */
export const mountFrame = (draw: (ports: FramePorts) => ComponentChild): void =>
  placeFrame(draw, (code) => <FailureCard id="frame-failure" code={code} />);
