import { AppError } from '../../../core/errors';
import type { AttachmentId } from '../../../core/wire/ids';
import type { FileRow } from '../../rows';
import { onCode, unlessStopped } from './failures';
import { PIECE_OCTETS } from './piece';
import type { TransferPorts } from './upload';

/** In how many parts a relay may give one piece. */
const MOST_PARTS = 16;

/** The rest of a sealed file from the relay, piece by piece. Fails with `AppError`: `file/expired`, `file/damaged`, ... */
export async function downloadRest(start: FileRow, ports: TransferPorts): Promise<FileRow> {
  const { attachment, sealedOctets } = start;
  if (attachment === undefined) throw new AppError('file/expired');
  let row = start;
  while (row.done < sealedOctets) {
    const octets = await readPiece(attachment, row.done, Math.min(PIECE_OCTETS, sealedOctets - row.done), ports);
    if (ports.signal.aborted) throw new AppError('bus/cancelled');
    await ports.rows.putPiece(row.file, row.done / PIECE_OCTETS, octets);
    row = { ...row, done: row.done + octets.length };
    await ports.save(row);
  }
  return row;
}

async function readPiece(
  attachment: AttachmentId,
  at: number,
  wanted: number,
  ports: TransferPorts,
): Promise<Uint8Array<ArrayBuffer>> {
  const piece = new Uint8Array(wanted);
  let filled = 0;
  for (let part = 0; part < MOST_PARTS && filled < wanted; part++) {
    const octets = await readPart(attachment, at + filled, wanted - filled, ports);
    // None, or more than were asked for: it does not have the file that we were told of.
    if (octets.length === 0 || octets.length > wanted - filled) throw new AppError('file/damaged');
    piece.set(octets, filled);
    filled += octets.length;
  }
  if (filled < wanted) throw new AppError('relay/too-slow');
  return piece;
}

async function readPart(attachment: AttachmentId, at: number, octets: number, ports: TransferPorts) {
  const { relay, transport, tickets, signal } = ports;
  const fail = (code: 'file/expired' | 'file/damaged') => () => Promise.reject(new AppError(code));
  const read = () =>
    unlessStopped(
      signal,
      tickets.use(attachment, 'download', (ticket) => transport.read(relay, attachment, ticket, at, octets, signal)),
    );
  const found = () => onCode('relay/not-found', read, fail('file/expired'));
  // The range lies outside: the file is shorter than we were told.
  return onCode('relay/offset', found, fail('file/damaged'));
}
