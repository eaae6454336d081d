import type { FastifyInstance } from 'fastify';
import type { ProcessMetrics } from '../observe/create-metrics';
import { answer } from './answers';

/**
 * Counts tell a stranger how many people use a relay and when: they are for the machine itself, or for a listener that
 * the operator opened for the collector. What a proxy hands on comes from elsewhere, though its socket is local.
 */
export function addMetrics(app: FastifyInstance, metrics: ProcessMetrics): void {
  app.get('/metrics', async (request, reply) => {
    const { forwarded, via, 'x-forwarded-for': forwardedFor, 'x-real-ip': realIp } = request.headers;
    if ([forwarded, via, forwardedFor, realIp].some((header) => header !== undefined))
      return answer(reply, 'relay/not-found');
    const { contentType, body } = await metrics.text();
    return reply.type(contentType).send(body);
  });
}
