import type { FileId } from '../../../core/chat';
import { AppError } from '../../../core/errors';
import { createSerial } from '../../../core/serial';
import type { AttachmentId } from '../../../core/wire/ids';
import type { FileRow } from '../../rows';
import type { FilePorts, Files } from '../contract';
import { CONTENT_LIMIT, sealedOctetsOf } from '../sealed/format';
import { createJobs } from './jobs';
import { isRemnant, sweep, takeAway } from './leftovers';
import { createTransferRun, isUploaded, sayUploaded } from './run-transfer';

/** An upload of which the relay will not have the octets for longer than this is made again, not announced. */
const LEAST_LEFT_MS = 3_600_000;

export type Transfers = Pick<Files, 'upload' | 'confirmUpload' | 'download' | 'cancel' | 'remove' | 'resume'>;
export type TransfersPorts = FilePorts & {
  readonly announce: (file: FileId) => void;
  /** Whether it is being sealed now: its row is not finished yet. */
  readonly isSealing: (file: FileId) => boolean;
};

/** What is under way, and what a person does with it. One step after another: none sees another's half. */
export function createTransfers(ports: TransfersPorts): Transfers {
  const { rows, announce, onFailure } = ports;
  const step = createSerial();
  const jobs = createJobs(createTransferRun(ports), ports.pauses);

  const inBackground = (work: Promise<unknown>): void => {
    work.catch((error) => onFailure?.(error));
  };
  const isNearlyOver = ({ expires = 0 }: FileRow): boolean => ports.now() + LEAST_LEFT_MS >= expires;
  /** What failed is tried again. */
  const begin = async (row: FileRow): Promise<void> => {
    const { problem: _, ...rest } = row;
    if (row.state === 'failed' || row.state === 'cancelled') await rows.put({ ...rest, state: 'waiting' });
    jobs.start(row.file);
    announce(row.file);
  };
  /** From its first octet, to another place at the relay. */
  const beginAnew = async ({ attachment: _, expires: __, ...rest }: FileRow): Promise<void> => {
    await rows.put({ ...rest, state: 'waiting', done: 0 });
    jobs.start(rest.file);
    announce(rest.file);
  };
  const remove = async (file: FileId): Promise<void> => {
    const remnant = await step(async () => {
      await jobs.stop(file);
      const left = await takeAway(file, ports);
      announce(file);
      return left;
    });
    // Whoever waits for this may hold up others: the relay takes its time.
    if (remnant !== undefined) inBackground(sweep(remnant, ports));
  };
  /** In a step. */
  const goOn = async (row: FileRow): Promise<void> => {
    if (!isUploaded(row)) return jobs.start(row.file);
    if (isNearlyOver(row)) return beginAnew(row);
    sayUploaded(row, ports);
  };

  return {
    remove,

    upload(file) {
      const begun = step(async () => {
        const row = await rows.get(file);
        if (row === undefined || row.direction !== 'up' || isRemnant(row)) return;
        if (isUploaded(row) && isNearlyOver(row)) return beginAnew(row);
        if (row.state !== 'here') await begin(row);
      });
      inBackground(begun);
    },

    confirmUpload: (file) =>
      step(async () => {
        const row = await rows.get(file);
        if (row === undefined || !isUploaded(row)) return;
        await rows.put({ ...row, state: 'here' });
        announce(file);
      }),

    async download(record, { conversation, message }) {
      const { file, octets, sealedOctets } = record;
      if (octets > CONTENT_LIMIT || sealedOctets !== sealedOctetsOf(octets)) throw new AppError('file/damaged');
      if (record.attachment === undefined) throw new AppError('file/not-here');
      const attachment = record.attachment as AttachmentId;
      await step(async () => {
        const known = await rows.get(file);
        if (known?.state === 'here' || known?.direction === 'up') return;
        const fresh = { file, conversation, message, attachment, sealedOctets, direction: 'down', done: 0 } as const;
        const row: FileRow = known ?? { ...fresh, state: 'waiting' };
        if (known === undefined) await rows.put(row);
        await begin(row);
      });
    },

    async cancel(file) {
      const row = await rows.get(file);
      if (row !== undefined && row.state !== 'here') await remove(file);
    },

    async resume() {
      for (const { file } of await rows.unfinished()) {
        if (ports.isSealing(file)) continue;
        const remnant = await step(async () => {
          const row = await rows.get(file);
          if (row === undefined || isRemnant(row)) return row;
          await goOn(row);
          return undefined;
        });
        if (remnant !== undefined) await sweep(remnant, ports);
      }
    },
  };
}
