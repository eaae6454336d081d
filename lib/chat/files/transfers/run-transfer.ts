import type { FileId } from '../../../core/chat';
import { AppError, toErrorCode } from '../../../core/errors';
import type { FileRow } from '../../rows';
import type { FilePorts } from '../contract';
import { downloadRest } from './download';
import { isFinal } from './failures';
import type { Job, JobEnd } from './jobs';
import { createTickets } from './tickets';
import { type TransferPorts, uploadRest } from './upload';

/** Whether all octets of an upload are at the relay, and the message that names it may not be out yet. */
export const isUploaded = ({ direction, done, sealedOctets }: FileRow): boolean =>
  direction === 'up' && sealedOctets > 0 && done === sealedOctets;

/** One try of one transfer; what becomes of it stands in its row. */
export function createTransferRun(ports: FilePorts & { readonly announce: (file: FileId) => void }) {
  const { rows, announce } = ports;
  const tickets = createTickets(ports.ask);

  const transfer = async (row: FileRow, { signal, onProgress }: Job): Promise<void> => {
    let done = row.done;
    const save: TransferPorts['save'] = async (next) => {
      if (signal.aborted) throw new AppError('bus/cancelled');
      await rows.put(next);
      if (next.done > done) onProgress();
      done = next.done;
      announce(next.file);
      return next;
    };
    const relay = await ports.relay();
    if (relay === undefined) throw new AppError('relay/unreachable');
    // Kept with the first octets that move: what only tries still waits.
    const { problem: _, ...begun } = { ...row, state: 'moving' as const };
    const all = { ...ports, relay, tickets, signal, save };
    if (row.direction === 'up') await save(await uploadRest(begun, all));
    else await save({ ...(await downloadRest(begun, all)), state: 'here' });
  };

  return async (job: Job): Promise<JobEnd> => {
    const { file, signal } = job;
    try {
      const row = await rows.get(file);
      if (row === undefined || signal.aborted || (row.state !== 'waiting' && row.state !== 'moving')) return 'over';
      if (!isUploaded(row)) await transfer(row, job);
      const after = await rows.get(file);
      if (after !== undefined && !signal.aborted && isUploaded(after)) sayUploaded(after, ports);
      return 'over';
    } catch (error) {
      if (signal.aborted) return 'over';
      const code = toErrorCode(error);
      if (!(error instanceof AppError)) ports.onFailure?.(error);
      return settle(job, code, ports).catch((failure) => {
        ports.onFailure?.(failure);
        return 'again' as const;
      });
    }
  };
}

export function sayUploaded(
  row: FileRow,
  { onUploaded, onFailure }: Pick<FilePorts, 'onUploaded' | 'onFailure'>,
): void {
  const { file, conversation, message, attachment, expires } = row;
  if (attachment === undefined || expires === undefined) return;
  try {
    onUploaded({ file, conversation, message, attachment, expires });
  } catch (error) {
    onFailure?.(error);
  }
}

/** Writes down why it stopped. What came of a file that cannot be right, or that is gone, is not kept. */
async function settle(
  { file, signal }: Job,
  problem: ReturnType<typeof toErrorCode>,
  { rows, announce }: FilePorts & { readonly announce: (file: FileId) => void },
): Promise<JobEnd> {
  const row = await rows.get(file);
  if (row === undefined || signal.aborted) return 'over';
  const useless = row.direction === 'down' && (problem === 'file/damaged' || problem === 'file/expired');
  if (useless) await rows.remove(file);
  const state = isFinal(problem) ? ('failed' as const) : ('waiting' as const);
  const end = state === 'failed' ? 'over' : 'again';
  if (row.state === state && row.problem === problem) return end;
  await rows.put({ ...row, state, problem, ...(useless ? { done: 0 } : {}) });
  announce(file);
  return end;
}
