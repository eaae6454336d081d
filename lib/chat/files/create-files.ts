import type { FileId, Transfer } from '../../core/chat';
import { AppError, isErrorCode, toErrorCode } from '../../core/errors';
import { toHex } from '../../core/wire/hex';
import type { FileRecord } from '../records';
import type { FilePorts, Files } from './contract';
import { openFile } from './open-file';
import { createReadableWork } from './readable-work';
import { sealFile } from './seal-file';
import { isRemnant } from './transfers/leftovers';
import { createThrottle } from './transfers/throttle';
import { createTransfers } from './transfers/transfers';

export function createFiles(ports: FilePorts): Files {
  const { rows, onFailure } = ports;
  const readable = createReadableWork();
  const sealing = new Set<FileId>();
  const announce = createThrottle(ports.onTransfer);
  const transfers = createTransfers({ ...ports, announce, isSealing: (file) => sealing.has(file) });

  /** The octets of a download that turned out to be wrong go, so that it can be loaded again. */
  const refuse = async (file: FileId): Promise<void> => {
    const row = await rows.get(file);
    if (row?.direction !== 'down') return;
    await rows.remove(file);
    await rows.put({ ...row, state: 'failed', problem: 'file/damaged', done: 0 });
    announce(file);
  };

  return {
    ...transfers,

    seal: (wanted, work) =>
      readable.run(work, async (inHand) => {
        const file = toHex(ports.random(16)) as FileId;
        sealing.add(file);
        try {
          return await sealFile(wanted, file, ports, inHand);
        } catch (error) {
          await rows.remove(file).catch((failure) => onFailure?.(failure));
          throw error;
        } finally {
          sealing.delete(file);
        }
      }),

    open: (record: FileRecord, work) =>
      readable.run(work, async (inHand) => {
        const row = await rows.get(record.file);
        const isHere = row !== undefined && (row.direction === 'up' ? !isRemnant(row) : row.state === 'here');
        if (!isHere) throw new AppError('file/not-here');
        try {
          return await openFile(record, rows, inHand);
        } catch (error) {
          if (toErrorCode(error) === 'file/damaged') await refuse(record.file);
          throw error;
        }
      }),

    async transfer({ file, sealedOctets, attachment }): Promise<Transfer> {
      const row = await rows.get(file);
      const octets = sealedOctets;
      if (row === undefined || isRemnant(row)) {
        return { state: attachment === undefined ? 'cancelled' : 'offered', done: 0, octets };
      }
      const { state, done, problem } = row;
      return { state, done, octets, ...(isErrorCode(problem) ? { code: problem } : {}) };
    },

    stop: readable.stop,
  };
}
