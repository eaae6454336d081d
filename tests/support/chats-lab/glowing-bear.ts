import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { preview } from 'vite';
import { createLabServer, freePort } from '../relay/lab/server';
import { type ChatsLab, type ChatUser, otherThan, passwordOf, USERS } from './chats-lab';
import { createIrcServer, takesConnections } from './irc-server';

const WEECHAT = 'weechat-headless';
export const PAGE = '/usr/share/glowing-bear';

/** Glowing Bear, a page without a server of its own: its WebSocket goes to the WeeChat of each person. */
export async function startGlowingBear(): Promise<ChatsLab> {
  const stateDir = mkdtempSync(join(tmpdir(), 'sotto-glowing-bear-'));
  const irc = await createIrcServer(join(stateDir, 'irc'));
  await irc.start();
  const page = await servePage();
  const homes = await Promise.all(USERS.map((user) => createWeeChat(join(stateDir, user), user, irc.port)));
  await Promise.all(homes.map(({ server }) => server.start()));
  const relayOf = (user: ChatUser) => homes.find((home) => home.user === user)?.port;
  return {
    stateDir,
    url: page.url,
    enter: (view, user) => enter(view, `${page.url}/#host=127.0.0.1&port=${relayOf(user)}`, user),
    async destroy() {
      await Promise.all([...homes.map(({ server }) => server.kill()), irc.kill(), page.close()]);
      rmSync(stateDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Its files, as any web server gives them. */
async function servePage() {
  const port = await freePort();
  const server = await preview({
    configFile: false,
    logLevel: 'silent',
    root: dirname(PAGE),
    build: { outDir: basename(PAGE) },
    preview: { host: '127.0.0.1', port, strictPort: true },
  });
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

async function createWeeChat(folder: string, user: ChatUser, ircPort: number) {
  const port = await freePort();
  mkdirSync(folder, { recursive: true });
  const commands = [
    '/set logger.file.flush_delay 0',
    '/set relay.network.ipv6 off',
    '/set relay.network.bind_address 127.0.0.1',
    `/set relay.network.password ${passwordOf(user)}`,
    `/relay add weechat ${port}`,
    `/server add lab 127.0.0.1/${ircPort} -nicks=${user}`,
    `/set irc.server.lab.command "/query -server lab ${otherThan(user)}"`,
    // It waits two seconds between messages otherwise.
    '/set irc.server_default.anti_flood_prio_high 0',
    '/set irc.server_default.anti_flood_prio_low 0',
    '/connect lab',
  ];
  const server = createLabServer({
    url: `ws://127.0.0.1:${port}`,
    program: WEECHAT,
    parameters: ['--dir', folder, ...commands.flatMap((command) => ['--run-command', command])],
    folder,
    stopSignal: 'SIGTERM',
    ready: () => takesConnections(port),
  });
  return { user, port, server };
}

async function enter(page: Page, address: string, user: ChatUser): Promise<void> {
  // An address that differs in its fragment alone loads nothing.
  await page.goto('about:blank');
  await page.goto(address);
  const password = await page.waitForSelector('#password', { visible: true });
  await password?.type(passwordOf(user));
  await page.click('form.form-signin button.btn-primary');
  // A locator asks again: the list is drawn anew while the page comes to know its conversations.
  await page.locator(`#sidebar li.buffer.private a[title="irc.lab.${otherThan(user)}"]`).click();
  await page.waitForFunction(
    (name) => document.querySelector('#topbar .title')?.textContent?.includes(name),
    {},
    otherThan(user),
  );
  await page.waitForSelector('#sendMessage', { visible: true });
}
