import { AppError } from '../../lib/core/errors';
import type { DeliveryService } from '../delivery/ports';
import type { Connection } from './connection';
import type { Context, LoggedIn } from './context';

/** What follows when a device comes and goes: relay/handlers/arrivals. */
export type Arrivals = {
  entered(ctx: Context, login: LoggedIn): Promise<void>;
  left(ctx: Context, login: LoggedIn, last: boolean): Promise<void>;
};

export type LoginPorts = { readonly ctx: Context; readonly delivery: DeliveryService; readonly arrivals: Arrivals };

/** Devices in the directory: they are found there as long as their socket is open and logged in. */
export type Logins = {
  /** After `login` of the socket was set: fails with the socket's old login in force. */
  change(connection: Connection, before: LoggedIn | undefined): Promise<void>;
  /** The reply is out: what waits for the device follows. */
  begin(connection: Connection): void;
  end(connection: Connection): void;
  /** Until everything that was begun has ended. */
  idle(): Promise<void>;
};

export function createLogins({ ctx, delivery, arrivals }: LoginPorts): Logins {
  const { directory } = ctx.stores;
  const running = new Set<Promise<void>>();

  function track(work: Promise<void>): void {
    const done = work
      .catch((error: unknown) => {
        if (!(error instanceof AppError && error.code === 'relay/waiting')) ctx.log('relay/internal');
      })
      .finally(() => running.delete(done));
    running.add(done);
  }

  async function leave(connection: Connection, login: LoggedIn): Promise<void> {
    // A newer socket of this device at this process has taken its place in the directory too.
    if (!delivery.leave(login.device, connection)) return;
    const { last } = await directory.leave(login.device, login.user);
    await arrivals.left(ctx, login, last);
  }

  return {
    async change(connection, before) {
      const { login } = connection;
      if (before !== undefined && before.device !== login?.device) await leave(connection, before);
      if (login === undefined || before?.device === login.device) return;
      if (!connection.isOpen) throw new AppError('relay/internal');
      delivery.enter(login.device, connection);
      try {
        await directory.enter(login.device, login.user);
      } catch (error) {
        delivery.leave(login.device, connection);
        throw error;
      }
      // It closed meanwhile, and `end` came before it was in the directory.
      if (!connection.isOpen) await leave(connection, login);
    },
    begin(connection) {
      const { login } = connection;
      if (login === undefined || !connection.isOpen) return;
      delivery.start(login.device);
      track(arrivals.entered(ctx, login));
    },
    end(connection) {
      if (connection.login !== undefined) track(leave(connection, connection.login));
    },
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
