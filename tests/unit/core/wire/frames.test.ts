import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ClientFrame, clientPackets, type RelayFrame, relayPackets } from '../../../../lib/core/wire/frames';
import { anyClientFrame, anyRelayFrame } from '../../../support/relay/any-frame';

const packetOf = <Frame>(packets: typeof clientPackets | typeof relayPackets, frames: readonly Frame[]): Uint8Array => {
  const writer = packets.start();
  for (const frame of frames) packets.append(writer, frame as never);
  return writer.take();
};

describe.each([
  ['a client', clientPackets, anyClientFrame as fc.Arbitrary<ClientFrame | RelayFrame>],
  ['a relay', relayPackets, anyRelayFrame as fc.Arbitrary<ClientFrame | RelayFrame>],
] as const)('a packet of %s', (_who, packets, anyFrame) => {
  it('carries any frames, in order', () => {
    fc.assert(
      fc.property(fc.array(anyFrame, { maxLength: 5 }), (frames) => {
        expect(packets.read(packetOf(packets, frames))).toEqual(frames);
      }),
    );
  });

  it('that is cut anywhere but between frames is refused', () => {
    fc.assert(
      fc.property(anyFrame, (frame) => {
        const packet = packetOf(packets, [frame]);
        for (let cut = 2; cut < packet.length; cut++) {
          expect(() => packets.read(packet.subarray(0, cut))).toThrow('wire/malformed');
        }
        expect(() => packets.read(new Uint8Array([...packet, 0]))).toThrow('wire/malformed');
      }),
      { numRuns: 40 },
    );
  });

  it('of another version is refused as that, whatever follows', () => {
    for (const version of [0, 2, 0xff]) {
      expect(() => packets.read(new Uint8Array([version, 1, 2, 3]))).toThrow('relay/version');
    }
  });

  it('without even a version is refused', () => {
    expect(() => packets.read(new Uint8Array(0))).toThrow('wire/malformed');
  });

  it('does not hold a frame of the other side', () => {
    expect(() => packets.read(new Uint8Array([1, 100]))).toThrow('wire/malformed');
    const other = packets === relayPackets ? [1, 3, 0] : [1, 136, 0];
    expect(() => packets.read(new Uint8Array(other))).toThrow('wire/malformed');
  });
});

describe('the limits of frames', () => {
  const id = '00'.repeat(16) as never;

  it.each([
    ['recipients of a message', { kind: 'send', id, to: Array(1_001).fill(id), payload: new Uint8Array(1) }],
    ['octets of a message', { kind: 'send', id, to: [id], payload: new Uint8Array(2 ** 20 + 1) }],
    ['acknowledged ids', { kind: 'acknowledge', ids: Array(1_001).fill(id) }],
    ['recipients of a signal', { kind: 'signal', to: Array(65).fill(id), payload: new Uint8Array(1) }],
    ['octets of a question', { kind: 'request', request: 1, type: 1, input: new Uint8Array(2 ** 21 + 1) }],
  ] as Array<[string, ClientFrame]>)('hold: %s', (_name, frame) => {
    expect(() => clientPackets.append(clientPackets.start(), frame)).toThrow('wire/malformed');
  });

  it('of a list are read before its items', () => {
    const packet = new Uint8Array([1, 3, 0x43, 0xe9, ...new Uint8Array(1_001 * 16)]);
    expect(() => clientPackets.read(packet)).toThrow('wire/malformed');
    packet[3] = 0xe8;
    expect(clientPackets.read(packet.subarray(0, 4 + 16_000))).toHaveLength(1);
  });
});
