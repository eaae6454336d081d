import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from '../../../scripts/lib/find-browsers.mjs';
import { findLabPackage } from '../../../scripts/lib/lab-packages.mjs';
import { type Leak, searchFolder } from '../lab/leaks';
import { startConverseServer } from './converse-server';
import { createProsody, type Prosody, writeAccounts, type XmppUser } from './prosody';

export { DOMAIN, passwordOf, type XmppUser } from './prosody';

export const jidOf = (user: XmppUser): `${string}@lab.test` => `${user}@lab.test`;

/** How somebody comes into Converse. */
export type ConverseVisit = {
  /** With the strict Content-Security-Policy. */
  readonly csp?: boolean;
  /** BOSH (XEP-0206) in the place of a web socket. */
  readonly bosh?: boolean;
  /** The socket is in a SharedWorker, out of sight of the page. */
  readonly worker?: boolean;
};

/** A running XMPP server and the page of a web client of it. */
export type XmppLab = Omit<Prosody, 'server'> & {
  /** The page's origin. */
  readonly url: string;
  /** Where this user is logged in to Converse. */
  pageOf(user: XmppUser, visit?: ConverseVisit): string;
  /** Everything that the server keeps or writes down is searched for words, in many clothes. */
  search(words: readonly string[]): readonly Leak[];
  /** Empties archives, offline messages and PEP nodes; every connection ends. */
  reset(): Promise<void>;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Stops it and deletes what it kept. */
  destroy(): Promise<void>;
};

/** What stands in the way of the server on this machine, in words; `undefined` where it can run. */
export function prosodyMissing(): string | undefined {
  return findProgram('prosody') === undefined ? 'the XMPP lab lacks prosody' : undefined;
}

/** The same for the server with the page of Converse. */
export function xmppLabMissing(): string | undefined {
  return prosodyMissing() ?? (findLabPackage('converse') === undefined ? 'the XMPP lab lacks converse.js' : undefined);
}

/** Where Converse is not here, the server alone runs, and there is no page. */
export async function startXmppLab(): Promise<XmppLab> {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-xmpp-'));
  const drop = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.once('exit', drop);
  const { server, ...prosody } = await createProsody(folder);
  await server.start();
  const converse = findLabPackage('converse');
  const page = converse === undefined ? undefined : await startConverseServer(join(converse, 'dist'), prosody);
  const url = page?.url ?? 'about:blank';
  return {
    ...prosody,
    url,
    pageOf(user, { csp = false, bosh = false, worker = false } = {}) {
      const query = new URLSearchParams({ user, ...(bosh && { bosh: '1' }), ...(worker && { worker: '1' }) });
      return `${url}${csp ? '/csp/' : '/'}?${query.toString()}`;
    },
    search: (words) => searchFolder(folder, words),
    async reset() {
      await server.stop();
      rmSync(prosody.data, { recursive: true, force: true });
      writeAccounts(prosody.data);
      await server.start();
    },
    stop: () => server.stop(),
    start: () => server.start(),
    async destroy() {
      await server.stop();
      await page?.close();
      process.off('exit', drop);
      drop();
    },
  };
}
