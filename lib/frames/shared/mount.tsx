import { type ComponentChild, render } from 'preact';
import { call } from '../../bus/client';
import { onBusEvent } from '../../bus/events';
import './frames.css';
import type { FramePorts } from './ports';
import { FailureCard } from './quiet-cards';
import { announceHeight } from './resize';
import { ticketFromHash } from './ticket';

/** Draws a frame of ours into its document and tells the page how high it wants to be. */
export function mountFrame(draw: (ports: FramePorts) => ComponentChild): void {
  const root = document.body.appendChild(document.createElement('main'));
  root.className = 'frame';
  const ticket = ticketFromHash(location.hash);
  if (ticket === undefined) {
    render(<FailureCard id="frame-failure" code="ticket/unknown" />, root);
    return;
  }
  render(draw({ ticket, call, onBusEvent, now: Date.now, later }), root);
  announceHeight(ticket, root, window.parent);
}

const later = (work: () => void, afterMs: number): (() => void) => {
  const timer = setTimeout(work, afterMs);
  return () => clearTimeout(timer);
};
