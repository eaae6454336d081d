import { onBroadcast, onQuestion } from '../platform/runtime';
import type { BusEvent, PageRequest } from './protocol';

/** Hears that something changed, in our frames and windows. Answers the way to stop. */
export function onBusEvent(listener: (event: BusEvent['event']) => void): () => void {
  return onBroadcast((message) => {
    const { event } = (message ?? {}) as Partial<BusEvent>;
    if (event !== undefined) listener(event);
  });
}

/**
 * Answers the background in a content script; only the background can send these. `undefined`, at once, for what is
 * asked of another script in this document: the first answer is the one that counts.
 */
export function onPageRequest(answer: (request: PageRequest) => Promise<unknown> | undefined): () => void {
  return onQuestion((message) => {
    const request = message as PageRequest | undefined;
    return typeof request?.ask === 'string' ? answer(request) : undefined;
  });
}
