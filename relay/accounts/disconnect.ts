import { toErrorCode } from '../../lib/core/errors';
import type { DeviceId } from '../../lib/core/wire/ids';
import type { Context } from '../server/context';

/** The device that asked is no longer of the account: its socket goes when it has its answer. */
export function disconnectAfterReply(ctx: Context, device: DeviceId): void {
  setImmediate(() => {
    ctx.delivery.disconnect(device, 'relay/revoked').catch((error: unknown) => ctx.log(toErrorCode(error)));
  });
}
