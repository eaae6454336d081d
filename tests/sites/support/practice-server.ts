import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Posted = { readonly path: string; readonly body: string };

/** Serves pages by their path on loopback and keeps what is posted. */
export async function startServer(pages: (path: string) => string | undefined, answer: () => string) {
  const posts: Posted[] = [];
  const server = createServer(async (request, response) => {
    const path = request.url ?? '/';
    response.setHeader('content-type', 'text/html; charset=UTF-8');
    if (request.method === 'POST') {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      posts.push({ path, body: Buffer.concat(chunks).toString('utf8') });
      response.end(answer());
      return;
    }
    const page = pages(path);
    response.statusCode = page === undefined ? 404 : 200;
    response.end(page ?? 'not here');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    posts,
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
