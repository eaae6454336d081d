import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { addressOf } from '../../../relay/server/address';

const from = (remoteAddress: string, forwarded?: string) =>
  ({
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  }) as unknown as IncomingMessage;

describe('what a client is counted under', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
    ['2001:DB8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('is its address, of IPv6 the network: %s', (address, counted) => {
    expect(addressOf(from(address), { behindProxy: false })).toBe(counted);
  });

  it('is what the last proxy says, and only where there is one', () => {
    const request = from('127.0.0.1', '198.51.100.7, 203.0.113.9');
    expect(addressOf(request, { behindProxy: true })).toBe('203.0.113.9');
    expect(addressOf(request, { behindProxy: false })).toBe('127.0.0.1');
    expect(addressOf(from('127.0.0.1'), { behindProxy: true })).toBe('127.0.0.1');
  });
});
