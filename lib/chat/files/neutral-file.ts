import { neutralise } from '../../core/display-text';
import { safeFileName } from '../../core/file-names';

const MEDIA_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,60}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,64}$/;

/** Name and type of a file, of mine or of the other, as they may be kept, shown and saved. [req 24] */
export function neutralFile(file: { readonly name: string; readonly mediaType: string }): {
  readonly name: string;
  readonly mediaType: string;
} {
  const [type = ''] = file.mediaType.slice(0, 200).toLowerCase().split(';');
  const mediaType = MEDIA_TYPE.test(type.trim()) ? type.trim() : 'application/octet-stream';
  return { name: neutralise(safeFileName(file.name)), mediaType };
}
