import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Client } from 'pg';
import { createLabServer, freePort, type LabServer } from './server';

const CONFIGURATION = resolve('tests', 'labs', 'relay', 'postgresql.conf');
const VERSIONS = '/usr/lib/postgresql';

/** The folder of the newest PostgreSQL of the machine; Debian keeps it out of PATH. */
export function findPostgres(): string | undefined {
  const versions = existsSync(VERSIONS) ? readdirSync(VERSIONS) : [];
  const folders = versions.toSorted((a, b) => Number(b) - Number(a)).map((version) => join(VERSIONS, version, 'bin'));
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
}

/** PostgreSQL refuses to run as root: then it runs as the user that its package made. */
const asRoot = () => process.getuid?.() === 0;
const demoted = (program: string, parameters: readonly string[]) =>
  asRoot()
    ? {
        program: 'setpriv',
        parameters: [
          '--pdeathsig',
          'KILL',
          '--reuid',
          'postgres',
          '--regid',
          'postgres',
          '--init-groups',
          program,
          ...parameters,
        ],
      }
    : { program, parameters };

const idOf = (flag: '-u' | '-g') => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));

export async function createPostgresServer(folder: string): Promise<LabServer> {
  const bin = findPostgres();
  if (bin === undefined) throw new Error('no PostgreSQL on this machine');
  const port = await freePort();
  mkdirSync(folder, { recursive: true });
  if (asRoot()) {
    chmodSync(folder, 0o700);
    chownSync(folder, idOf('-u'), idOf('-g'));
  }
  const data = join(folder, 'data');
  const make = demoted(join(bin, 'initdb'), [
    ...['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync', '--no-instructions'],
  ]);
  execFileSync(make.program, make.parameters, { stdio: 'ignore', cwd: '/' });
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  appendFileSync(join(data, 'postgresql.conf'), readFileSync(CONFIGURATION));
  return createLabServer({
    url,
    ...demoted(join(bin, 'postgres'), [
      ...['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
    ]),
    folder: '/',
    // Fast shutdown: connections are ended, everything is written.
    stopSignal: 'SIGINT',
    ready: () => withPostgres(url, async (client) => (await client.query('select 1')).rowCount === 1),
  });
}

export const askPostgres = (url: string, sql: string): Promise<unknown> =>
  withPostgres(url, (client) => client.query(sql));

/** Everything in the database is gone: far quicker than another database. */
export const emptyPostgres = (url: string): Promise<unknown> =>
  askPostgres(url, 'drop schema public cascade; create schema public');

async function withPostgres<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
