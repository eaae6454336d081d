import { describe, expect, it } from 'vitest';
import { digestOf } from '../../../../lib/windows/call/peer/digests';
import { digestOfOctet, sdpOf } from '../../../support/calls-own/fake-connection';

describe('the digest of a description', () => {
  it('is the one certificate that it names, once or for every section', () => {
    expect(digestOf(sdpOf(0xab))).toBe(digestOfOctet(0xab));
    expect(digestOf(sdpOf(0xab) + sdpOf(0xab))).toBe(digestOfOctet(0xab));
    expect(digestOf(sdpOf(0xab).toLowerCase())).toBe(digestOfOctet(0xab));
    expect(digestOf(sdpOf(0xab).replaceAll('\r\n', '\n'))).toBe(digestOfOctet(0xab));
  });

  it('is none where there is no certificate, or where two are named', () => {
    expect(digestOf('v=0\r\n')).toBeUndefined();
    expect(digestOf(sdpOf(1) + sdpOf(2))).toBeUndefined();
  });

  it('is none where any line is of another hash, too short, or followed by something', () => {
    const good = sdpOf(1);
    expect(digestOf(good.replace('sha-256', 'sha-1'))).toBeUndefined();
    expect(digestOf(`${good}a=fingerprint:sha-512 ${'01:'.repeat(63)}01\r\n`)).toBeUndefined();
    expect(digestOf(good.replace('01:01', '01'))).toBeUndefined();
    expect(digestOf(good.replace('\r\n', '').replace(/01\r\n$/, '01 02\r\n'))).toBeUndefined();
    expect(digestOf(`${good}a=fingerprint\r\n`)).toBeUndefined();
  });
});
