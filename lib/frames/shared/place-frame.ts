import { type ComponentChild, render } from 'preact';
import { call } from '../../bus/client';
import { onBusEvent } from '../../bus/events';
import type { ErrorCode } from '../../core/error-codes';
import { later } from '../../core/timing';
import './frames.css';
import type { FramePorts } from './ports';
import { announceHeight } from './resize';
import { ticketFromHash } from './ticket';

/** Draws a frame of ours into its document and tells the page how high it wants to be. */
export function placeFrame(
  draw: (ports: FramePorts) => ComponentChild,
  drawFailure: (code: ErrorCode) => ComponentChild,
): void {
  const root = document.body.appendChild(document.createElement('main'));
  root.className = 'frame';
  const ticket = ticketFromHash(location.hash);
  if (ticket === undefined) {
    render(drawFailure('ticket/unknown'), root);
    return;
  }
  render(draw({ ticket, call, onBusEvent, now: Date.now, later }), root);
  announceHeight(ticket, root, window.parent);
}
