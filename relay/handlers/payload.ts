import { AppError } from '../../lib/core/errors';
import { refusalOf } from '../../lib/core/wire/sealed';
import type { Context } from '../server/context';

/** Fails with the reason why this relay does not take the payload. */
export function checkPayload(ctx: Context, payload: Uint8Array): void {
  if (payload.length > ctx.config.limits.payloadOctets) throw new AppError('relay/too-large');
  const refused = refusalOf(payload);
  if (refused !== undefined) throw new AppError(refused);
}
