import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CALL_OCTETS } from '../../../../lib/chat/content';
import { CALL_LIMITS, type CallId } from '../../../../lib/core/calls';
import {
  type CallMessage,
  readCallMessage,
  signalMessage,
  writeCallMessage,
} from '../../../../lib/core/wire/call-message';

const CALL = '0123456789abcdef'.repeat(2) as CallId;
const octets = (length: number) => Uint8Array.from({ length }, (_, at) => at % 251);
const FINGERPRINT = 'A'.repeat(64);

/** One of each kind, in the order of their numbers. */
const MESSAGES: readonly CallMessage[] = [
  { kind: 'offer', call: CALL, at: 1_795_219_200_000, video: true },
  { kind: 'ringing', call: CALL },
  { kind: 'accept', call: CALL },
  { kind: 'end', call: CALL, why: 'declined' },
  { kind: 'description', call: CALL, type: 'answer', sdp: 'v=0\r\n' },
  { kind: 'candidates', call: CALL, candidates: ['{"candidate":"…"}', ''] },
  { kind: 'muted', call: CALL, microphone: true, camera: false, screen: true },
  { kind: 'sas', call: CALL, attempt: 1, octets: octets(400) },
  {
    kind: 'invite',
    call: CALL,
    at: 7,
    origin: 'https://example.org',
    place: 3,
    members: [{ place: 0, fingerprint: FINGERPRINT }],
  },
  { kind: 'join', call: CALL },
  { kind: 'leave', call: CALL },
  { kind: 'members', call: CALL, members: [] },
  { kind: 'keys', call: CALL, octets: octets(600) },
  { kind: 'took', call: CALL, generation: 4_294_967_295 },
];

describe('a message about a call', () => {
  it.each(MESSAGES)('$kind is read as it was written', (message) => {
    expect(readCallMessage(writeCallMessage(message))).toEqual(message);
  });

  it('begins with its number, which never changes', () => {
    expect(MESSAGES.map((message) => writeCallMessage(message)[0])).toEqual(MESSAGES.map((_, at) => at + 1));
  });

  it('fits the channel at its longest, and is not written where it does not', () => {
    const { sdpLength, candidates, candidateLength, members } = CALL_LIMITS;
    const longest: readonly CallMessage[] = [
      { kind: 'description', call: CALL, type: 'offer', sdp: 'x'.repeat(sdpLength) },
      {
        kind: 'invite',
        call: CALL,
        at: 0,
        origin: 'x'.repeat(300),
        place: 15,
        members: Array.from({ length: members }, () => ({ place: 1, fingerprint: FINGERPRINT })),
      },
    ];
    for (const message of longest) expect(writeCallMessage(message).length).toBeLessThanOrEqual(CALL_OCTETS);
    const tooLong: readonly CallMessage[] = [
      { kind: 'description', call: CALL, type: 'offer', sdp: 'x'.repeat(sdpLength + 1) },
      { kind: 'candidates', call: CALL, candidates: ['x'.repeat(candidateLength + 1)] },
      { kind: 'candidates', call: CALL, candidates: Array.from({ length: candidates + 1 }, () => '') },
      { kind: 'keys', call: CALL, octets: octets(601) },
      { kind: 'sas', call: CALL, attempt: 0, octets: new Uint8Array() },
    ];
    for (const message of tooLong) expect(() => writeCallMessage(message)).toThrow('wire/malformed');
  });

  it('is not read where it is cut, longer than itself, or of no kind that is known', () => {
    for (const message of MESSAGES) {
      const written = writeCallMessage(message);
      for (let at = 0; at < Math.min(written.length, 80); at += 1) {
        expect(readCallMessage(written.subarray(0, at))).toBeUndefined();
      }
      expect(readCallMessage(Uint8Array.of(...written, 0))).toBeUndefined();
    }
    for (const number of [0, MESSAGES.length + 1, 255]) {
      expect(readCallMessage(Uint8Array.of(number, ...octets(40)))).toBeUndefined();
    }
  });

  it('never throws, whatever comes, and what it reads it writes again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 16 }), fc.uint8Array({ maxLength: 120 }), (number, rest) => {
        const given = Uint8Array.of(number, ...rest);
        const message = readCallMessage(given);
        if (message !== undefined) expect(writeCallMessage(message)).toEqual(given);
      }),
      { numRuns: 5_000 },
    );
  });

  it('holds copies: what was read outlasts the octets it was read from', () => {
    const written = writeCallMessage({ kind: 'keys', call: CALL, octets: octets(32) });
    const read = readCallMessage(written);
    written.fill(0);
    expect(read).toEqual({ kind: 'keys', call: CALL, octets: octets(32) });
  });

  it('carries the signals of a window as they are', () => {
    const signal = { kind: 'muted', microphone: false, camera: true, screen: false } as const;
    expect(signalMessage(CALL, signal)).toEqual({ ...signal, call: CALL });
  });
});
