import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';
import type { Config } from '../config/config';

/** What a client is counted under: its IPv4 address, or the /64 that one household has of IPv6. Hash it at once. */
export function addressOf(request: IncomingMessage, { behindProxy }: Pick<Config, 'behindProxy'>): string {
  const forwarded = request.headers['x-forwarded-for'];
  const last = behindProxy && forwarded !== undefined ? String(forwarded).split(',').at(-1)?.trim() : undefined;
  return toCounted(last ?? request.socket.remoteAddress ?? '');
}

/** The same of one address alone. */
export function toCounted(given: string): string {
  const address = given.replace(/^::ffff:(?=\d+\.)/i, '');
  return isIPv6(address) ? network(address) : address;
}

/** The first four groups of an IPv6 address. */
function network(address: string): string {
  const [head = '', tail] = (address.split('%')[0] ?? '').toLowerCase().split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - front.length - back.length;
  const groups = [...front, ...Array.from({ length: Math.max(0, zeros) }, () => '0'), ...back];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

/** How many sockets each address has; the keys are keyed hashes. */
export type AddressCounts = {
  /** False where the address has as many as it may. */
  add(tag: string): boolean;
  remove(tag: string): void;
};

export function createAddressCounts(most: number): AddressCounts {
  const counts = new Map<string, number>();
  return {
    add(tag) {
      const count = counts.get(tag) ?? 0;
      if (count >= most) return false;
      counts.set(tag, count + 1);
      return true;
    },
    remove(tag) {
      const left = (counts.get(tag) ?? 0) - 1;
      if (left > 0) counts.set(tag, left);
      else counts.delete(tag);
    },
  };
}
