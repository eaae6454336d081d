import type { DeviceId, MessageId } from '../../../lib/core/wire/ids';
import type { Envelope } from '../ports';
import { idOctets, idOf } from './replies';

type Head = Omit<Envelope, 'payload'>;

/** As a mailbox keeps it: id, sender, kind, time: 16, 16 and one octet, and decimal digits. */
export const fromHead = ({ id, sender, kind, at }: Head): Buffer =>
  Buffer.concat([idOctets(id), idOctets(sender), Buffer.from(`${kind === 'message' ? 'm' : 'r'}${at}`, 'latin1')]);

export const toHead = (head: Buffer): Head => ({
  id: idOf<MessageId>(head.subarray(0, 16)),
  sender: idOf<DeviceId>(head.subarray(16, 32)),
  kind: toKind(head[32]),
  at: Number(head.toString('latin1', 33)),
});

export const toKind = (octet: number | undefined): Envelope['kind'] => (octet === 0x72 ? 'receipt' : 'message');
