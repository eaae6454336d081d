import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { searchText } from '../../tests/support/lab/leaks';
import { PROGRAM } from './html';
import { answerMail, type Session } from './mail-task';
import { makeMailboxes } from './mailbox';
import { loginPage } from './pages';

const USERS = ['alice', 'bob', 'carol'];
const MOST = 80 * 1024 * 1024;

/**
 * A small webmail for practice where no real one can be installed: Roundcube's page structure, a server that builds the
 * mail itself, drafts saved in clear. It proves nothing about Roundcube. Loopback only, everything in memory.
 */
export async function startPracticeWebmail({ autosave = 5 }: { readonly autosave?: number } = {}) {
  const mailboxes = makeMailboxes();
  const sessions = new Map<string, Session>();

  const server = createServer((request, response) => {
    answer(request, response).catch(() => {
      response.statusCode = 500;
      response.end('the practice webmail failed');
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (url.pathname === '/program/js/app.practice.js') return send(response, PROGRAM, 'text/javascript');
    if (url.pathname !== '/') return send(response, 'not here', 'text/plain', 404);
    const form = request.method === 'POST' ? await readForm(request) : undefined;
    const session = sessions.get(/practice=([0-9a-f]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '');
    if (url.searchParams.get('_task') === 'login' && form !== undefined) return logIn(form, response);
    if (session === undefined || url.searchParams.get('_task') === 'logout') return send(response, loginPage(''));
    const { body, type } = answerMail({ mailboxes, session, url, form, autosave });
    return send(response, body, type);
  }

  function logIn(form: FormData, response: ServerResponse): void {
    const user = USERS.find((name) => form.get('_user') === `${name}@lab.test`);
    if (user === undefined || form.get('_pass') !== `${user}-pw`) {
      send(response, loginPage('Login failed.'));
      return;
    }
    const id = randomBytes(16).toString('hex');
    sessions.set(id, { user: `${user}@lab.test`, token: randomBytes(16).toString('hex') });
    response.setHeader('set-cookie', `practice=${id}; HttpOnly; SameSite=Lax; Path=/`);
    response.writeHead(303, { location: '/?_task=mail&_mbox=INBOX' }).end();
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    leaks: (words: readonly string[]): readonly string[] =>
      mailboxes.all().flatMap(([where, raw]) => (searchText(raw, words).length > 0 ? [where] : [])),
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function send(response: ServerResponse, body: string | Buffer, type = 'text/html', status = 200): void {
  response.writeHead(status, { 'content-type': `${type}; charset=UTF-8`, 'cache-control': 'no-store' }).end(body);
}

async function readForm(request: IncomingMessage): Promise<FormData> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > MOST) throw new Error('too large');
    chunks.push(chunk as Buffer);
  }
  const type = request.headers['content-type'] ?? '';
  return new Response(Buffer.concat(chunks), { headers: { 'content-type': type } }).formData();
}
