import { AppError } from '../core/errors';
import { encode } from '../core/wire/encode';
import { type UserId, userName } from '../core/wire/ids';
import type { RelayAccount, RelayAccounts, RelaySocket } from './contract';
import { type DeviceKey, makeDeviceKey } from './device-key';
import { createOpaqueClient, type KeyStretching } from './opaque-client';
import type { NetPorts } from './ports';
import { relayOrigin } from './relay-origin';
import { openRelay } from './relay-socket';

export type AccountPorts = Partial<NetPorts> & {
  /** Other than the real one in tests alone: who registered with one cannot log in with another. */
  readonly keyStretching?: KeyStretching;
};

/** Each on a connection of its own, which ends with it. Passwords are in no variable that outlives the call. */
export function createRelayAccounts(ports: AccountPorts = {}): RelayAccounts {
  const opaque = createOpaqueClient(ports.keyStretching);

  async function connected<T>(relay: string, use: (socket: RelaySocket) => Promise<T>): Promise<T> {
    const socket = await openRelay(relay, ports);
    try {
      return await use(socket);
    } finally {
      socket.close();
    }
  }

  async function proveTo(socket: RelaySocket, user: UserId, password: string, key: DeviceKey): Promise<void> {
    const message = await opaque.logIn(password, async (request) => {
      const started = await socket.ask('account.login.start', { user, message: request });
      return started.message;
    });
    const { device } = await socket.ask('account.login.finish', { message, deviceKey: key.devicePublic });
    if (device !== key.device) throw new AppError('relay/broken');
  }

  return {
    async register({ relay, name, password, invitation }) {
      const wanted = parseName(name);
      const origin = relayOrigin(relay);
      const ticket = invitation?.trim() || undefined;
      if (ticket !== undefined && ticket.length > 64) throw new AppError('relay/invitation');
      return connected(origin, async (socket) => {
        let user: UserId | undefined;
        const record = await opaque.register(password, async (message) => {
          const started = await socket.ask('account.register.start', { name: wanted, invitation: ticket, message });
          user = started.user;
          return started.message;
        });
        if (user === undefined || !user.startsWith(`${wanted}.`)) throw new AppError('relay/broken');
        const key = await makeDeviceKey();
        const { device } = await socket.ask('account.register.finish', { record, deviceKey: key.devicePublic });
        if (device !== key.device) throw new AppError('relay/broken');
        return { relay: origin, user, ...key };
      });
    },
    async logIn({ relay, user, password }) {
      const origin = relayOrigin(relay);
      return connected(origin, async (socket) => {
        const key = await makeDeviceKey();
        await proveTo(socket, user, password, key);
        return { relay: origin, user, ...key };
      });
    },
    changePassword: (account, current, next) =>
      connected(account.relay, async (socket) => {
        await proveTo(socket, account.user, current, account);
        const record = await opaque.register(next, async (request) => {
          const { message } = await socket.ask('account.password.start', { message: request });
          return message;
        });
        await socket.ask('account.password.finish', { record });
      }),
    deleteAccount: (account: RelayAccount, password) =>
      connected(account.relay, async (socket) => {
        await proveTo(socket, account.user, password, account);
        await socket.ask('account.delete', undefined);
      }),
  };
}

/** Fails with `relay/name`. */
function parseName(name: string) {
  try {
    encode(userName, name as never);
    return name as Parameters<typeof userName.write>[1];
  } catch (cause) {
    throw new AppError('relay/name', { cause });
  }
}
