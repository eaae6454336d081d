import type { FileId } from '../../../core/chat';
import { toErrorCode } from '../../../core/errors';
import type { FileRow } from '../../rows';
import type { FilePorts } from '../contract';

/** A row without octets: a seal that was not finished, or an upload of which only the relay still has something. */
export const isRemnant = ({ sealedOctets }: FileRow): boolean => sealedOctets === 0;

/** Takes away everything of a file that is here; answers the remnant of what is at the relay, if something may be. */
export async function takeAway(file: FileId, { rows }: Pick<FilePorts, 'rows'>): Promise<FileRow | undefined> {
  const row = await rows.get(file);
  await rows.remove(file);
  if (row?.direction !== 'up' || row.attachment === undefined) return undefined;
  const remnant: FileRow = { ...row, state: 'waiting', done: 0, sealedOctets: 0 };
  await rows.put(remnant);
  return remnant;
}

/** Deletes at the relay what a remnant names, and then forgets it; it stays where the relay cannot be asked now. */
export async function sweep(
  { file, attachment, expires = 0 }: FileRow,
  { rows, ask, now }: Pick<FilePorts, 'rows' | 'ask' | 'now'>,
): Promise<void> {
  if (attachment !== undefined && now() < expires) {
    const code = await ask('attachment.delete', { attachment }).then(() => undefined, toErrorCode);
    if (code !== undefined && code !== 'relay/not-found') return;
  }
  await rows.remove(file);
}
