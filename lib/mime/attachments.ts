import type { ReadingAttachment } from '../core/reading';
import { contentOf, fileNameOf } from './content';
import type { Entity } from './entity';
import { safeFileName } from './file-name';
import { readHeader, shownField } from './header-fields';
import { beginsWith } from './octets';

const MEDIA_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,60}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,80}$/;
const KEY_BLOCK = '-----BEGIN PGP PUBLIC KEY BLOCK-----';

/** One part as a file: decoded, its name neutralised, offered as a certificate where it holds one. */
export function toAttachment(entity: Entity): ReadingAttachment {
  const mediaType = MEDIA_TYPE.test(entity.type.value) ? entity.type.value : 'application/octet-stream';
  if (mediaType === 'message/rfc822') return wholeMail(contentOf(entity), fileNameOf(entity));
  if (mediaType.startsWith('multipart/')) return wholeMail(entity.octets, 'message.eml');
  const content = contentOf(entity);
  const contentId = /^\s*<?\s*([^<>\s]{1,500})/.exec(
    entity.fields.find((f) => f.name === 'content-id')?.value ?? '',
  )?.[1];
  return {
    name: fileNameOf(entity) ?? safeFileName(undefined, mediaType),
    mediaType,
    octets: content.length,
    content: toBlob(content),
    ...(contentId === undefined ? {} : { contentId }),
    holdsCertificate: mediaType === 'application/pgp-keys' || beginsWith(content, KEY_BLOCK),
  };
}

/** An attached mail, or a sealed part that is not this mail's own envelope: kept whole, to be opened by itself. */
function wholeMail(content: Uint8Array, name: string | undefined): ReadingAttachment {
  const mediaType = 'message/rfc822';
  const subject = name === undefined ? shownField(readHeader(content, 0, () => false).fields, 'subject') : undefined;
  return {
    name: name ?? safeFileName(`${subject || 'message'}.eml`, mediaType),
    mediaType,
    octets: content.length,
    content: toBlob(content),
    holdsCertificate: false,
  };
}

/** Always without a type of its own, so that no address of this Blob can be opened as a document of ours. */
function toBlob(content: Uint8Array): Blob {
  return new Blob([Uint8Array.from(content)], { type: 'application/octet-stream' });
}
