import { describe, expect, it } from 'vitest';
import { encode } from '../../../../lib/core/wire/encode';
import { REQUEST_NAMES, REQUESTS, type RequestName } from '../../../../lib/core/wire/requests';
import { resumeStatement } from '../../../../lib/core/wire/resume';

describe('the numbers of requests', () => {
  it('are for ever: each has its own, in one octet', () => {
    const names = Object.keys(REQUESTS) as RequestName[];
    expect(REQUEST_NAMES.size).toBe(names.length);
    for (const name of names) {
      expect(REQUEST_NAMES.get(REQUESTS[name].type)).toBe(name);
      expect(REQUESTS[name].type).toBeLessThan(256);
    }
  });
});

describe('the limits of requests', () => {
  it.each([
    ['presence.allow', { users: Array(1_001).fill('anna.k7m2q') }],
    ['prekeys.publish', { bundle: new Uint8Array(16_385), oneTime: [], expires: 1 }],
    ['prekeys.publish', { bundle: new Uint8Array(1), oneTime: Array(201).fill(new Uint8Array(1)), expires: 1 }],
    ['archive.delete', { ids: Array(1_001).fill('00'.repeat(16)) }],
    ['account.login.start', { user: 'anna.k7m2q', message: new Uint8Array(1_025) }],
    ['account.register.start', { name: 'anna', invitation: 'a'.repeat(65), message: new Uint8Array(1) }],
  ] as const)('hold: %s', (name, input) => {
    expect(() => encode(REQUESTS[name].input as never, input)).toThrow('wire/malformed');
  });
});

describe('what a device signs to come back', () => {
  it('differs when relay, challenge, user or key differ', () => {
    const resume = {
      relay: 'relay.example:443',
      challenge: new Uint8Array(32),
      user: 'anna.k7m2q' as never,
      deviceKey: new Uint8Array(32),
    };
    const statements = [
      resume,
      { ...resume, relay: 'relay.example:444' },
      { ...resume, challenge: new Uint8Array(32).fill(1) },
      { ...resume, user: 'anna.k7m2r' as never },
      { ...resume, deviceKey: new Uint8Array(32).fill(1) },
    ].map((each) => Buffer.from(resumeStatement(each)).toString('hex'));
    expect(new Set(statements).size).toBe(5);
    expect(Buffer.from(resumeStatement(resume)).toString('latin1')).toContain('Sotto relay resume 1');
  });
});
