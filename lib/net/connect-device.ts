import { AppError } from '../core/errors';
import type { RelayAccount, RelaySocket } from './contract';
import { signResume } from './device-key';
import type { NetPorts } from './ports';
import { openRelay } from './relay-socket';

/**
 * A connection that is logged in as this device. Fails as `openRelay`; with `relay/revoked` where the relay does not
 * have the device in the account, `relay/device-refused` where it does not take its signature, and a `RelayRefusal`.
 * What arrives meanwhile waits until somebody listens.
 */
export async function connectDevice(
  account: RelayAccount,
  ports: Partial<NetPorts>,
  signal: AbortSignal,
): Promise<RelaySocket> {
  const socket = await openRelay(account.relay, ports, signal);
  try {
    const { user, devicePublic } = account;
    const signature = await signResume(account, socket.hello.challenge);
    const { device } = await socket.ask('account.resume', { user, deviceKey: devicePublic, signature });
    if (device !== account.device) throw new AppError('relay/broken');
    return socket;
  } catch (error) {
    socket.close();
    // Said of a password elsewhere; here it is a key that was refused.
    throw error instanceof AppError && error.code === 'relay/login-failed'
      ? new AppError('relay/device-refused', { cause: error })
      : error;
  }
}
