import { createHmac, timingSafeEqual } from 'node:crypto';
import { oneOf, struct, text, uint64 } from '../../lib/core/wire/codec';
import { encode } from '../../lib/core/wire/encode';
import { type AttachmentId, attachmentId } from '../../lib/core/wire/ids';
import type { Context } from '../server/context';

export type Purpose = 'upload' | 'download';
export type Ticket = { readonly ticket: string; readonly expires: number };

const granted = struct({
  context: text(32),
  attachment: attachmentId,
  purpose: oneOf<Purpose>(['upload', 'download']),
  expires: uint64,
});

/** Whoever shows it may upload or download this one file, at any process of this relay, until it expires. */
export function makeTicket(
  ctx: Pick<Context, 'secrets' | 'clock' | 'config'>,
  attachment: AttachmentId,
  purpose: Purpose,
): Ticket {
  const expires = ctx.clock() + ctx.config.limits.ticketMs;
  return { ticket: `${expires}.${mac(ctx, attachment, purpose, expires).toString('base64url')}`, expires };
}

/** Whether this is a ticket of ours for this file and purpose, not expired; any text is fine. */
export function checkTicket(
  ctx: Pick<Context, 'secrets' | 'clock'>,
  ticket: string,
  attachment: AttachmentId,
  purpose: Purpose,
): boolean {
  const [, time = '', given = ''] = /^(\d{1,15})\.([\w-]{43})$/.exec(ticket) ?? [];
  const expires = Number(time);
  if (given === '' || expires <= ctx.clock()) return false;
  const shown = Buffer.from(given, 'base64url');
  return timingSafeEqual(shown, mac(ctx, attachment, purpose, expires));
}

/** HMAC-SHA-256 (RFC 2104). */
function mac(ctx: Pick<Context, 'secrets'>, attachment: AttachmentId, purpose: Purpose, expires: number): Buffer {
  const context = 'Sotto attachment ticket 1';
  return createHmac('sha256', ctx.secrets.ticketKey)
    .update(encode(granted, { context, attachment, purpose, expires }))
    .digest();
}
