import { call } from '../../bus/client';
import { onBusEvent } from '../../bus/events';
import { later } from '../../core/timing';
import { ticketFromHash } from '../shared/ticket';
import { createCallFrame } from './call-frame';

type Policy = { createScriptURL(url: string): string };
type Policies = { readonly createPolicy: (name: string, rules: Policy) => Policy };

const WORKER = '/call-worker.js';

/** Listens at once: the page's script speaks as soon as this document has loaded. Nothing is drawn here. */
export function startCallFrame(): void {
  const ticket = ticketFromHash(location.hash);
  if (ticket === undefined) return;
  const frame = createCallFrame({ ticket, call, onBusEvent, now: Date.now, later, startWorker });
  window.addEventListener('message', ({ source, data, ports }) => {
    frame.take({ fromParent: source !== null && source === window.parent, data, ports });
  });
}

/** The only address that this policy ever makes. */
function startWorker(): Worker {
  const policies = (window as { trustedTypes?: Policies }).trustedTypes;
  const policy = policies?.createPolicy('sotto-worker', { createScriptURL: () => WORKER });
  return new Worker(policy === undefined ? WORKER : policy.createScriptURL(WORKER));
}
