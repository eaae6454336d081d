import { PacketList } from 'openpgp';
import { AppError } from '../core/errors';
import { scanPackets } from './packet-scan';

/** More than any honest message or certificate holds: 200 recipients with several keys each, 1 MiB of signatures. */
export const MAX_PACKETS = 4_000;

const guarded = Symbol.for('sotto.openpgp.packet-limit');

/**
 * The library parses every packet sequence (outer, decrypted, decompressed) through `PacketList.fromBinary`, one
 * promise chain per packet and without a limit: 10 MB of marker packets block the thread for six seconds, 50 MB for
 * half a minute. There is no option against it, so that this one door is guarded: what is in memory is counted first.
 * Nothing of ours is read as a stream. Throws `mail/bomb`.
 */
export function installPacketLimit(): void {
  const list = PacketList as typeof PacketList & { [guarded]?: true };
  if (list[guarded]) return;
  const parse = PacketList.fromBinary.bind(PacketList);
  PacketList.fromBinary = async (bytes, ...rest) => {
    if (bytes instanceof Uint8Array && scanPackets(bytes, MAX_PACKETS).state === 'too-many') {
      throw new AppError('mail/bomb');
    }
    return parse(bytes, ...rest);
  };
  list[guarded] = true;
}
