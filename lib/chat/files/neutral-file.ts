import { neutralise } from '../../core/display-text';

/** As many characters as file systems allow in a name; 1,020 octets of UTF-8 at most. */
const NAME_LENGTH = 255;
const MEDIA_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,60}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,64}$/;

/**
 * Name and type of a file, of mine or of the other, as they may be kept and shown: the last step of a path, on one line
 * [req 24]. Whoever saves the file takes out what a file system gives a meaning.
 */
export function neutralFile(file: { readonly name: string; readonly mediaType: string }): {
  readonly name: string;
  readonly mediaType: string;
} {
  const [type = ''] = file.mediaType.slice(0, 200).toLowerCase().split(';');
  const mediaType = MEDIA_TYPE.test(type.trim()) ? type.trim() : 'application/octet-stream';
  const steps = file.name.slice(-4_000).split(/[\\/]/);
  const name = neutralise(steps.findLast((step) => step.trim() !== '') ?? '', NAME_LENGTH);
  return { name: name === '' ? 'file' : name, mediaType };
}
