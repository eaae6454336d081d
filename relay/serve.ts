import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { createOpaqueServer } from './accounts/opaque';
import { deriveSecrets } from './accounts/secrets';
import { loadOpaqueSetup } from './accounts/setup';
import { chores } from './chores';
import type { Settings } from './config/config';
import { handlers } from './handlers/all';
import { entered, left } from './handlers/arrivals';
import { createHttp } from './http/create-http';
import { reloadTls } from './http/tls';
import { createAccessLog } from './observe/access-log';
import { createLog } from './observe/create-log';
import { createMetrics } from './observe/create-metrics';
import { placeOf } from './observe/place-of';
import { openStores } from './open-stores';
import { createRelay } from './server/relay';
import { onSignals } from './signals';
import { during } from './start-failure';

/** Runs a relay until it is told to end; answers the exit code. Fails with a sentence where it cannot start. */
export async function serve(settings: Settings, version: string): Promise<number> {
  const clock = Date.now;
  const stdout = (line: string): void => void process.stdout.write(line);
  const log = createLog({ write: stdout, clock, level: settings.logLevel });
  const metrics = createMetrics();
  dieQuietly(log);
  const access = await during('accessLog', settings, () => createAccessLog(settings.accessLog, { clock, stdout }));
  await during('data', settings, () => prepareFolder(settings.dataFolder));
  const setup = await during('data', settings, () => loadOpaqueSetup(settings));
  const stores = await during('data', settings, () => openStores(settings, { log, metrics }));
  const secrets = deriveSecrets(setup);
  const opaque = await createOpaqueServer(setup);
  const parts = { config: settings, stores, clock, log, metrics, opaque, secrets };
  const relay = createRelay({ ...parts, handlers, arrivals: { entered, left }, chores });
  const http = await during('tls', settings, () =>
    createHttp({ settings, stores, secrets, clock, log, metrics, access, version }),
  );
  relay.attach(http.server);
  // Before anybody hears that the relay listens: who then tells it to end is heard.
  const told = onSignals({
    reload: () => {
      if (!access.reopen()) log('log/unwritable');
      if (settings.tls !== undefined) reloadTls(http.server, settings.tls, log);
    },
  });
  const port = await during('listen', settings, http.listen);
  log('relay/listening', { port });
  console.error(`The relay listens on ${address(settings, port)} and keeps its data in ${settings.dataFolder}.`);

  await told;
  log('relay/draining');
  http.drain();
  // Also where something still holds the process after all was closed.
  setTimeout(() => {
    log('relay/cut');
    process.exit(0);
  }, settings.drainMs).unref();
  await relay.drain();
  await http.close();
  await stores.close();
  await access.close();
  log('relay/ended');
  return 0;
}

function prepareFolder(folder: string): void {
  makeFolder(folder);
  accessSync(folder, constants.W_OK | constants.X_OK);
}

/** One level at a time: `recursive` never comes back where a folder is there and can hold none (/proc, Node 24). */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
}

const address = ({ host, tls }: Settings, port: number): string =>
  `${tls === undefined ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${port}`;

/** What Node prints of an error that nobody caught may quote a message or a name: the place is all we say. */
function dieQuietly(log: ReturnType<typeof createLog>): void {
  // Whoever reads the log may go; the relay stays.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  process.on('uncaughtException', (error) => {
    log('relay/crashed', placeOf(error));
    process.exit(1);
  });
}
