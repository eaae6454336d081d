import type { FilePorts, Files } from '../../../lib/chat/files/contract';
import type { FileId } from '../../../lib/core/chat';
import { AppError } from '../../../lib/core/errors';
import { type AttachmentId, toHex } from '../../../lib/core/wire/ids';

const draw = (octets: number): string => toHex(crypto.getRandomValues(new Uint8Array(octets)));

/** Files that are only counted: what is uploaded is at the relay as soon as the test says so. */
export function createFakeFiles(onUploaded: FilePorts['onUploaded']) {
  const known = new Map<
    FileId,
    { up?: Parameters<FilePorts['onUploaded']>[0]; state: 'waiting' | 'here' | 'failed' }
  >();
  const removed: FileId[] = [];
  const count = { uploads: 0 };
  const files: Files = {
    async seal({ conversation, message, name, mediaType, content }) {
      const file = draw(16) as FileId;
      const up = { file, conversation, message, attachment: draw(16) as AttachmentId, expires: Date.UTC(2030, 0) };
      known.set(file, { up, state: 'waiting' });
      const octets = content.size;
      return { kind: 'file', file, name, mediaType, octets, sealedOctets: octets + 100, key: draw(32) };
    },
    upload(file) {
      const one = known.get(file);
      if (one !== undefined) one.state = 'waiting';
      count.uploads += 1;
    },
    confirmUpload: async () => undefined,
    download: async ({ file }) => void known.set(file, { state: 'here' }),
    cancel: async () => undefined,
    remove: async (file) => {
      removed.push(file);
      known.delete(file);
    },
    async transfer({ file, octets }) {
      const state = known.get(file)?.state ?? 'offered';
      return {
        state,
        done: state === 'here' ? octets : 0,
        octets,
        ...(state === 'failed' ? { code: 'relay/quota' } : {}),
      };
    },
    open: async ({ file }) => {
      if (known.get(file)?.state !== 'here') throw new AppError('file/not-here');
      return new Blob();
    },
    resume: async () => undefined,
    stop: () => undefined,
  };
  return {
    ...files,
    removed,
    get uploads(): number {
      return count.uploads;
    },
    /** Every upload that waits has come to its end. */
    finish(expires = Date.UTC(2030, 0)): void {
      for (const one of known.values()) {
        if (one.up === undefined || one.state === 'here') continue;
        one.state = 'here';
        onUploaded({ ...one.up, expires });
      }
    },
    fail(): void {
      for (const one of known.values()) one.state = 'failed';
    },
  };
}
