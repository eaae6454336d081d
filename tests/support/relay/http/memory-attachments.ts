import type { AttachmentId } from '../../../../lib/core/wire/ids';
import type { AttachmentInfo, AttachmentStore } from '../../../../relay/stores/ports';

/** Files in memory, as the contract of AttachmentStore wants them; `pieces` as small as they are read. */
export function memoryAttachments(pieceOctets = 65_536): AttachmentStore & { octetsOf(id: AttachmentId): Buffer } {
  const files = new Map<AttachmentId, { info: Omit<AttachmentInfo, 'received'>; octets: Buffer[] }>();
  const sizeOf = (octets: readonly Buffer[]) => octets.reduce((sum, { length }) => sum + length, 0);
  return {
    create: async (info) => {
      files.set(info.id, { info, octets: [] });
    },
    find: async (id) => {
      const file = files.get(id);
      return file && { ...file.info, received: sizeOf(file.octets) };
    },
    append: async (id, offset, octets) => {
      const file = files.get(id);
      if (file === undefined) return 'not-found';
      if (offset !== sizeOf(file.octets)) return 'offset';
      for await (const chunk of octets) {
        if (sizeOf(file.octets) + chunk.length > file.info.octets) return 'too-large';
        file.octets.push(Buffer.from(chunk));
      }
      return sizeOf(file.octets);
    },
    read: async function* (id, start, end) {
      const whole = Buffer.concat(files.get(id)?.octets ?? []).subarray(start, end);
      for (let at = 0; at < whole.length; at += pieceOctets) yield whole.subarray(at, at + pieceOctets);
    },
    remove: async (id) => {
      files.delete(id);
    },
    usage: async () => 0,
    removeAll: async () => undefined,
    expire: async () => 0,
    all: async function* () {
      for (const { info, octets } of files.values()) yield { ...info, received: sizeOf(octets) };
    },
    octetsOf: (id) => Buffer.concat(files.get(id)?.octets ?? []),
  };
}
