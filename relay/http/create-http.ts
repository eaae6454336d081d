import type { Server } from 'node:http';
import { type FastifyInstance, type FastifyServerOptions, fastify } from 'fastify';
import type { Secrets } from '../accounts/secrets';
import type { Settings } from '../config/config';
import { isLoopback } from '../config/loopback';
import type { AccessLog } from '../observe/access-log';
import type { ProcessMetrics } from '../observe/create-metrics';
import { placeOf } from '../observe/place-of';
import type { Log } from '../observe/ports';
import type { Stores } from '../stores/ports';
import { answer, answerBroken, codeOf } from './answers';
import { addAttachments } from './attachments';
import { limitConnections } from './connection-counts';
import { setHeaders } from './headers';
import { addMetrics } from './metrics';
import { createPage } from './page';
import { PACE, type Pace } from './patience';
import { addState } from './state';
import { readTls } from './tls';

export type HttpPorts = {
  readonly settings: Settings;
  readonly stores: Pick<Stores, 'attachments' | 'ready'>;
  readonly secrets: Secrets;
  readonly clock: () => number;
  readonly log: Log;
  readonly metrics: ProcessMetrics;
  readonly access: AccessLog;
  readonly version: string;
  readonly pace?: Pace;
};

export type Http = {
  /** For `upgrade`, and for everything that listens. */
  readonly server: Server;
  /** Answers the port. Fails where it cannot listen. */
  listen(): Promise<number>;
  /** `/ready` says no from now on, and files that come up are told where to go on. */
  drain(): void;
  /** Lets answers under way finish. */
  close(): Promise<void>;
};

/** Slow heads are cut; the time of a body is the concern of `patience`, which cuts sooner than this. */
const TIMES = { requestTimeout: 3_600_000, keepAliveTimeout: 20_000 };
/** Node looks each 30 seconds only, if it is not told otherwise. */
const HEADS = { headersTimeout: 10_000, connectionsCheckingInterval: 1_000 };

/** Everything that is asked by HTTP. Fastify logs nothing: our own lines hold no address and no path. */
export async function createHttp(ports: HttpPorts): Promise<Http> {
  const { settings, log, clock, stores } = ports;
  let draining = false;
  const app = bare(ports, settings.tls);
  limitServer(app.server, settings, ports.secrets);
  addPage(app, ports);
  addState(app, { stores, clock, draining: () => draining });
  const files = addAttachments(app, {
    attachments: stores.attachments,
    config: settings,
    clock,
    secrets: ports.secrets,
    pace: ports.pace ?? PACE,
  });
  if (settings.metrics === undefined && isLoopback(settings.host) && !settings.behindProxy)
    addMetrics(app, ports.metrics);
  const apart = settings.metrics === undefined ? undefined : bare(ports, undefined);
  if (apart !== undefined) addMetrics(apart, ports.metrics);
  await Promise.all([app.ready(), apart?.ready()]);
  return {
    server: app.server,
    listen: async () => {
      const port = await listen(app, settings);
      if (apart !== undefined && settings.metrics !== undefined) {
        log('relay/metrics-listening', { metricsPort: await listen(apart, settings.metrics) });
      }
      return port;
    },
    drain: () => {
      draining = true;
      files.drain();
    },
    close: async () => {
      await Promise.all([app.close(), apart?.close()]);
    },
  };
}

async function listen(app: FastifyInstance, { host, port }: { readonly host: string; readonly port: number }) {
  await app.listen({ host, port });
  const address = app.server.address();
  return address === null || typeof address === 'string' ? 0 : address.port;
}

/** An application without routes: headers, codes, the access log, and no parser of bodies but for files. */
function bare({ log, access, metrics }: HttpPorts, tls: Settings['tls']): FastifyInstance {
  const options: FastifyServerOptions = {
    ...TIMES,
    logger: false,
    exposeHeadRoutes: false,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    clientErrorHandler: answerBroken,
    frameworkErrors: (error, request, reply) => {
      // No hook runs for what has no route.
      setHeaders(request, reply, tls !== undefined);
      return answer(reply, codeOf(error));
    },
    ...(tls === undefined ? { http: HEADS } : { https: { ...HEADS, ...readTls(tls) } }),
  };
  const app = fastify(options);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/offset+octet-stream', (_request, _payload, done) => done(null));
  app.addHook('onRequest', async (request, reply) => setHeaders(request, reply, tls !== undefined));
  app.addHook('onSend', async (request, reply) => {
    // What is left of a body that nobody wants is not read to its end.
    if (!request.raw.complete) reply.header('connection', 'close');
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    access.write({ method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) });
    metrics.countRequest(route, reply.statusCode);
  });
  app.setNotFoundHandler((_request, reply) => answer(reply, 'relay/not-found'));
  app.setErrorHandler<Error>((error, _request, reply) => {
    const code = codeOf(error);
    if (code === 'relay/internal') log(code, placeOf(error));
    return answer(reply, code);
  });
  return app;
}

function limitServer(server: Server, { limits, behindProxy }: Settings, secrets: Secrets): void {
  server.maxConnections = limits.connections + 64;
  if (!behindProxy) limitConnections(server, limits.connectionsPerAddress, secrets);
}

function addPage(app: FastifyInstance, { settings, version }: HttpPorts): void {
  const { html, policy } = createPage(settings, version);
  app.get('/', { exposeHeadRoute: true }, async (_request, reply) =>
    reply.header('content-security-policy', policy).type('text/html; charset=utf-8').send(html),
  );
}
