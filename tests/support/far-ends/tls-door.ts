import { once } from 'node:events';
import { connect } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import { openDesk } from '../interop/command-line';
import { freePort } from '../relay/lab/server';

/** TLS on loopback before a port that has none: for programs that refuse to speak without. */
export async function openTlsDoor(behind: number): Promise<{ readonly port: number; close(): Promise<void> }> {
  using desk = openDesk();
  const subject = ['-subj', '/CN=lab.test', '-addext', 'subjectAltName=DNS:lab.test,IP:127.0.0.1'];
  const making = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  const key = desk.run('openssl', [...making, ...subject, '-keyout', '-', '-out', desk.file('certificate', '')]);
  const cert = desk.run('cat', ['certificate']);
  const open = new Set<TLSSocket>();
  const server = createServer({ key, cert }, (outside) => {
    open.add(outside);
    outside.once('close', () => open.delete(outside));
    const inside = connect(behind, '127.0.0.1');
    for (const [from, to] of [
      [outside, inside],
      [inside, outside],
    ] as const) {
      from.pipe(to);
      from.on('error', () => to.destroy());
    }
  });
  const port = await freePort();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port,
    async close() {
      server.close();
      for (const socket of open) socket.destroy();
      await once(server, 'close');
    },
  };
}
