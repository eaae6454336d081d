import fc from 'fast-check';
import type { ClientFrame, RelayFrame } from '../../../lib/core/wire/frames';
import { toHex } from '../../../lib/core/wire/hex';

const octets16 = fc.uint8Array({ minLength: 16, maxLength: 16 });
const id = octets16.map((octets) => toHex(octets) as never);
const ids = fc.array(id, { maxLength: 6 });
const payload = fc.uint8Array({ maxLength: 200 });
const uint32 = fc.nat({ max: 2 ** 31 - 1 }).map((value) => value * 2 + 1);
const uint64 = fc.maxSafeNat();
const user = fc
  .tuple(fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/), fc.stringMatching(/^[a-z2-7]{5,8}$/))
  .map(([name, drawn]) => `${name}.${drawn}` as never);
const code = fc.constantFrom('', 'relay/wait', 'relay/too-large');

/** Any frame that a client may send. */
export const anyClientFrame: fc.Arbitrary<ClientFrame> = fc.oneof(
  fc.record({ kind: fc.constant('request' as const), request: uint32, type: fc.nat({ max: 255 }), input: payload }),
  fc.record({ kind: fc.constant('send' as const), id, to: ids, payload }),
  fc.record({ kind: fc.constant('acknowledge' as const), ids }),
  fc.record({ kind: fc.constant('signal' as const), to: ids, payload }),
);

/** Any frame that a relay may send. */
export const anyRelayFrame: fc.Arbitrary<RelayFrame> = fc.oneof(
  fc.record({
    kind: fc.constant('hello' as const),
    now: uint64,
    challenge: fc.uint8Array({ minLength: 32, maxLength: 32 }),
    registration: fc.constantFrom('open' as const, 'invitation' as const, 'closed' as const),
    payloadOctets: uint32,
    attachmentOctets: uint32,
    devices: fc.nat({ max: 0xffff }),
    keepMs: uint32,
  }),
  fc.record({ kind: fc.constant('reply' as const), request: uint32, code, waitMs: uint32, output: payload }),
  fc.record({ kind: fc.constant('deliver' as const), id, at: uint64, payload }),
  fc.record({
    kind: fc.constant('status' as const),
    id,
    state: fc.constantFrom('stored' as const, 'delivered' as const, 'expired' as const),
    devices: ids,
  }),
  fc.record({ kind: fc.constant('refused' as const), id, code, waitMs: uint32, devices: ids }),
  fc.record({ kind: fc.constant('signal' as const), payload }),
  fc.record({
    kind: fc.constant('presence' as const),
    user,
    state: fc.constantFrom('offline' as const, 'online' as const),
  }),
  fc.record({
    kind: fc.constant('session' as const),
    session: octets16.map((octets) => octets as never),
    peer: user,
    state: fc.constantFrom('started' as const, 'ended' as const),
    at: uint64,
  }),
  fc.record({ kind: fc.constant('notice' as const), code }),
);
