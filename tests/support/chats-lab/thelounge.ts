import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from 'puppeteer-core';
import { findLabChat } from '../../../scripts/lib/lab-chats.mjs';
import { createLabServer, freePort } from '../relay/lab/server';
import { type ChatsLab, type ChatUser, otherThan, passwordOf, USERS } from './chats-lab';
import { createIrcServer } from './irc-server';

const LOOPBACK_ONLY = resolve('tests', 'labs', 'chats', 'loopback-only.cjs');

/** The Lounge, an IRC client that lives in a server: one login for each person, a talk between both is open. */
export async function startTheLounge(): Promise<ChatsLab> {
  const program = findLabChat('thelounge');
  if (program === undefined) throw new Error('The Lounge is not here');
  const stateDir = mkdtempSync(join(tmpdir(), 'sotto-thelounge-'));
  const irc = await createIrcServer(join(stateDir, 'irc'));
  const port = await freePort();
  const home = join(stateDir, 'home');
  writeHome(home, program, port, irc.port);
  const url = `http://127.0.0.1:${port}`;
  const server = createLabServer({
    url,
    program: 'env',
    parameters: [
      `THELOUNGE_HOME=${home}`,
      'NODE_ENV=production',
      process.execPath,
      '--require',
      LOOPBACK_ONLY,
      join(program, 'node_modules', 'thelounge', 'index.js'),
      'start',
    ],
    folder: stateDir,
    stopSignal: 'SIGTERM',
    ready: async () => (await fetch(url)).ok,
  });
  await irc.start();
  await server.start();
  return {
    stateDir,
    url,
    enter: (page, user) => logIn(page, url, user),
    async destroy() {
      await server.kill();
      await irc.kill();
      rmSync(stateDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Its files as its own commands would write them (4.5.2), with logs as text. */
function writeHome(home: string, program: string, port: number, ircPort: number): void {
  mkdirSync(join(home, 'users'), { recursive: true });
  const settings = {
    public: false,
    host: '127.0.0.1',
    port,
    prefetch: false,
    messageStorage: ['text'],
    defaults: { host: '127.0.0.1', port: ircPort, tls: false },
  };
  writeFileSync(join(home, 'config.js'), `module.exports = ${JSON.stringify(settings)};\n`);
  const { hashSync } = createRequire(join(program, 'package.json'))('bcryptjs') as {
    hashSync(text: string, rounds: number): string;
  };
  for (const user of USERS) {
    const network = {
      uuid: `lab-of-${user}`,
      name: 'Lab',
      host: '127.0.0.1',
      port: ircPort,
      tls: false,
      nick: user,
      username: user,
      realname: user,
      channels: [{ name: otherThan(user), type: 'query' }],
    };
    const content = { password: hashSync(passwordOf(user), 11), log: true, networks: [network] };
    writeFileSync(join(home, 'users', `${user}.json`), JSON.stringify(content));
  }
}

async function logIn(page: Page, url: string, user: ChatUser): Promise<void> {
  await page.goto(url);
  const name = await page.waitForSelector('#signin-username, #sidebar .channel-list-item[data-type="query"]');
  if (await name?.evaluate((it) => it.id === 'signin-username')) {
    await page.type('#signin-username', user);
    await page.type('#signin-password', passwordOf(user));
    await page.click('#sign-in button[type="submit"]');
  }
  // A locator asks again: the list is drawn anew while the page comes to know its networks.
  await page.locator('#sidebar .channel-list-item[data-type="query"]').click();
  await page.waitForSelector('#chat-container #input');
}
