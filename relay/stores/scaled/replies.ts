import { AppError } from '../../../lib/core/errors';
import { toHex } from '../../../lib/core/wire/ids';

/** What Redis answers: octets for every bulk string, a string for `OK` and the like. */
export type Reply = null | number | string | Buffer | readonly Reply[];

const strange = () => new AppError('relay/internal', { cause: new Error('an answer of Redis has another shape') });

export function asNumber(reply: Reply | undefined): number {
  if (typeof reply !== 'number') throw strange();
  return reply;
}

export function asOctets(reply: Reply | undefined): Buffer {
  if (!Buffer.isBuffer(reply)) throw strange();
  return reply;
}

export function asList(reply: Reply | undefined): readonly Reply[] {
  if (!Array.isArray(reply)) throw strange();
  return reply as readonly Reply[];
}

export const asText = (reply: Reply | undefined): string => asOctets(reply).toString('utf8');

/** An id as Redis keeps it: octets, half as long as hex. */
export const idOctets = (id: string): Buffer => Buffer.from(id, 'hex');

/** The id that was kept as octets; `T` names which of the ids of lib/core/wire/ids it is. */
export const idOf = <T extends string>(octets: Uint8Array): T => toHex(octets) as T;
