import type { Validity } from '../../core/chat';
import { type AttachmentId, fromHex } from '../../core/wire/ids';
import type { Content } from '../content';
import type { MessageRecord } from '../records';

/** What goes out of a line of mine; `undefined` where it is not ready, or is nothing to send. */
export function contentOf({ content, validity }: MessageRecord): Content | undefined {
  if (content === undefined) return undefined;
  const { at, body } = content;
  const common: { at: number; validity: Validity | undefined } = { at, validity };
  if (body.kind === 'text') return { kind: 'text', ...common, text: body.text };
  if (body.kind !== 'file' || body.attachment === undefined) return undefined;
  const { name, mediaType, octets, sealedOctets, key, attachment, expires = 0 } = body;
  return {
    kind: 'file',
    ...common,
    attachment: attachment as AttachmentId,
    key: fromHex(key),
    octets,
    sealedOctets,
    expires,
    name,
    mediaType,
  };
}
