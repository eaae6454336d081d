import type { Connection } from './connection';
import type { Context } from './context';

/** Looks after all sockets at once, so that none needs a timer: logins that take too long, and silence. */
export function createSweep(
  { clock, config }: Pick<Context, 'clock' | 'config'>,
  connections: ReadonlySet<Connection>,
) {
  const { loginMs, idleMs } = config.limits;

  function lookAt(connection: Connection, now: number): void {
    const { login, opened, heard, asked } = connection;
    if (!connection.isOpen) return;
    if (login === undefined && now - opened >= loginMs) {
      connection.close('relay/not-logged-in');
      return;
    }
    const silent = now - heard;
    if (silent >= idleMs) {
      connection.end();
      connection.socket.terminate();
      return;
    }
    // Two thirds of the time are left for the answer.
    if (silent >= idleMs / 3 && asked < heard + idleMs / 3) {
      connection.asked = now;
      connection.ping();
    }
  }

  return (): void => {
    const now = clock();
    for (const connection of connections) lookAt(connection, now);
  };
}
