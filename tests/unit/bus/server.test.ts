import { describe, expect, it, vi } from 'vitest';
import { type CommandName, PROTOCOL } from '../../../lib/bus/protocol';
import type { Sender, SenderClass } from '../../../lib/bus/sender';
import { createBusServer, type Handlers } from '../../../lib/bus/server';

const NAMES = Object.keys(PROTOCOL) as CommandName[];
const SENDERS: Record<SenderClass, Sender> = {
  page: { class: 'page', tabId: 1, frameId: 0, origin: 'https://mail.example.org' as never },
  frame: { class: 'frame', tabId: 1, frameId: 3, path: '/reader.html' },
  window: { class: 'window', path: '/app.html' },
};

function serverWithSpies() {
  const ran: string[] = [];
  const counted: string[] = [];
  const handlers = Object.fromEntries(
    NAMES.map((name) => [name, () => Promise.resolve(void ran.push(name))]),
  ) as unknown as Handlers;
  const count = vi.fn((code: string, where: string) => void counted.push(`${where} ${code}`));
  return { server: createBusServer({ handlers, count }), ran, counted };
}

describe('bus server', () => {
  it.each(NAMES)(
    '[req 26] refuses and counts %s from every class that is not listed, before it reads the input',
    async (name) => {
      const { server, ran, counted } = serverWithSpies();
      const allowed: readonly SenderClass[] = PROTOCOL[name].from;
      const others = (['page', 'frame', 'window'] as const).filter((kind) => !allowed.includes(kind));
      for (const kind of others) {
        const reply = await server.answer({ command: name, input: undefined }, SENDERS[kind as SenderClass]);
        expect(reply).toEqual({ ok: false, code: 'bus/refused' });
      }
      expect(await server.answer({ command: name }, undefined)).toEqual({ ok: false, code: 'bus/refused' });
      expect(ran).toEqual([]);
      expect(counted).toHaveLength(others.length + 1);
    },
  );

  it.each(NAMES)('[req 26] refuses an input of the wrong shape for %s and runs nothing', async (name) => {
    const { server, ran } = serverWithSpies();
    const [kind] = PROTOCOL[name].from;
    for (const input of [17, 'text', [], { surplus: 1 }, null]) {
      const reply = await server.answer({ command: name, input }, SENDERS[kind as SenderClass]);
      expect(reply).toEqual({ ok: false, code: 'bus/bad-input' });
    }
    expect(ran).toEqual([]);
  });

  it.each(['toString', '__proto__', 'constructor', 'vault', ''])('refuses the unknown command %j', async (command) => {
    const { server } = serverWithSpies();
    expect(await server.answer({ command }, SENDERS.window)).toEqual({ ok: false, code: 'bus/refused' });
  });

  it('[req 2] lists for pages only commands that answer tickets, phases and, where a person chose convenience, words', () => {
    const forPages = NAMES.filter((name) => (PROTOCOL[name].from as readonly string[]).includes('page'));
    expect(forPages.toSorted((a, b) => a.localeCompare(b))).toEqual([
      'callPage.hello',
      'callPage.offerFrame',
      'callPage.report',
      'chatPage.hello',
      'chatPage.keysFound',
      'chatPage.notSealed',
      'chatPage.offerBox',
      'chatPage.offerLine',
      'chatPage.reveal',
      'chatPage.savePicks',
      'chatPage.seal',
      'page.hello',
      'page.offerBar',
      'page.offerCertificate',
      'page.offerComposer',
      'page.offerMessage',
    ]);
  });

  it('[req 5] lets no frame and no page export, make, delete, decide or unlock', () => {
    const forWindows = NAMES.filter((name) => /^(?:keys|contacts|sites|settings|drafts|log)\./.test(name));
    const secret = [...forWindows, 'vault.create', 'vault.unlock', 'vault.changePassphrase'] as CommandName[];
    for (const name of secret) expect(PROTOCOL[name].from).toEqual(['window']);
  });

  it('answers a code and nothing else when a handler fails in a way it did not foresee', async () => {
    const handlers = { 'vault.state': () => Promise.reject(new Error('secret detail')) } as unknown as Handlers;
    const count = vi.fn();
    const reply = await createBusServer({ handlers, count }).answer({ command: 'vault.state' }, SENDERS.window);
    expect(reply).toEqual({ ok: false, code: 'bus/internal' });
    expect(JSON.stringify(count.mock.calls)).not.toContain('secret');
  });
});
