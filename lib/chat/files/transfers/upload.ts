import { AppError } from '../../../core/errors';
import type { AttachmentId } from '../../../core/wire/ids';
import type { FileRow } from '../../rows';
import type { FilePorts } from '../contract';
import { onCode, unlessStopped } from './failures';
import { PIECE_OCTETS } from './piece';
import type { Tickets } from './tickets';

/** As long as a message waits at a relay for the device that it is for. */
const KEEP_MS = 72 * 3_600_000;
/** How often a relay may say that the file goes on at another place, without a step forward. */
const MOST_ASTRAY = 3;

export type TransferPorts = Pick<FilePorts, 'rows' | 'ask' | 'transport' | 'now'> & {
  readonly relay: string;
  readonly tickets: Tickets;
  readonly signal: AbortSignal;
  /** Keeps the row and tells of it; not any more once the signal says stop. */
  readonly save: (row: FileRow) => Promise<FileRow>;
};
type Placed = FileRow & { readonly attachment: AttachmentId };

/** The rest of a sealed file to the relay; answers the row with all done. Fails with `AppError`. */
export async function uploadRest(row: FileRow, ports: TransferPorts): Promise<FileRow> {
  const { attachment } = row;
  const anew = async () => sendFrom(await create(row, ports), 0, ports);
  const goOn = async (placed: Placed) => sendFrom(placed, await whereOf(placed, ports), ports);
  // It may be gone, once: the relay keeps what is unfinished no longer than what is whole.
  return onCode('relay/not-found', () => (attachment === undefined ? anew() : goOn({ ...row, attachment })), anew);
}

async function create(row: FileRow, { ask, now, tickets, signal, save }: TransferPorts): Promise<Placed> {
  const since = now();
  const asked = ask('attachment.create', { octets: row.sealedOctets, keepMs: KEEP_MS });
  try {
    const { attachment, upload } = await unlessStopped(signal, asked);
    tickets.keep(attachment, 'upload', upload.ticket);
    const placed = { ...row, state: 'moving' as const, attachment, done: 0, expires: since + KEEP_MS };
    await save(placed);
    return placed;
  } catch (error) {
    // Stopped while the relay was asked: what it made all the same is of no use.
    if (signal.aborted)
      void asked.then(({ attachment }) => ask('attachment.delete', { attachment })).catch(() => undefined);
    throw error;
  }
}

const whereOf = ({ attachment }: Placed, { relay, transport, tickets, signal }: TransferPorts): Promise<number> =>
  unlessStopped(
    signal,
    tickets.use(attachment, 'upload', (ticket) => transport.offset(relay, attachment, ticket, signal)),
  );

async function sendFrom(start: Placed, from: number, ports: TransferPorts): Promise<FileRow> {
  const { sealedOctets } = start;
  let row = start;
  let at = from;
  let astray = 0;
  while (at !== sealedOctets) {
    if (at > sealedOctets || astray > MOST_ASTRAY) throw new AppError('relay/offset');
    const before = at;
    at = await onCode(
      'relay/offset',
      () => sendPiece(row, before, ports),
      () => whereOf(row, ports),
    );
    astray = at > before ? 0 : astray + 1;
    row = { ...row, done: Math.min(at, sealedOctets) };
    await ports.save(row);
  }
  return { ...row, done: sealedOctets };
}

async function sendPiece(row: Placed, at: number, ports: TransferPorts): Promise<number> {
  const { rows, relay, transport, tickets, signal } = ports;
  const piece = await rows.piece(row.file, Math.floor(at / PIECE_OCTETS));
  if (piece === undefined || piece.length <= at % PIECE_OCTETS) throw new AppError('file/not-here');
  const rest = piece.slice(at % PIECE_OCTETS);
  return unlessStopped(
    signal,
    tickets.use(row.attachment, 'upload', (ticket) =>
      transport.append(relay, row.attachment, ticket, at, rest, signal),
    ),
  );
}
