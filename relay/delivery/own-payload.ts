import type { Envelope } from '../stores/ports';

/** A payload is a view into what came over the socket: what waits long may not hold on to all of that. */
export function withOwnPayload(envelope: Envelope): Envelope {
  const { payload } = envelope;
  return payload.buffer.byteLength <= payload.length * 2 ? envelope : { ...envelope, payload: payload.slice() };
}
