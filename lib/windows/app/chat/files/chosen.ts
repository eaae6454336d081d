import { CHAT_LIMITS } from '../../../../core/chat-limits';
import { safeFileName } from '../../../../core/file-names';
import { previewOf } from '../../../../core/preview-kind';
import type { MessageId } from '../../../../core/wire/ids';
import { newMessageId } from '../ids';

/** A file on its way into a conversation. Its message id is drawn once, so that trying again sends it once. */
export type Chosen = {
  readonly message: MessageId;
  readonly name: string;
  readonly mediaType: string;
  readonly content: Blob;
  readonly isPicture: boolean;
  readonly isTooLarge: boolean;
};

export function choose(file: File): Chosen {
  const mediaType = /^[\w.+-]+\/[\w.+-]+$/.test(file.type) ? file.type.slice(0, 127) : 'application/octet-stream';
  const name = safeFileName(file.name);
  return {
    message: newMessageId(),
    name,
    mediaType,
    content: file,
    isPicture: previewOf({ name, mediaType, octets: file.size }).kind === 'image',
    isTooLarge: file.size > CHAT_LIMITS.fileOctets,
  };
}
