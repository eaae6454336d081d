import { describe, expect, it } from 'vitest';
import { CHANNEL_LIMITS } from '../../../../lib/channel/limits';
import { CALL_OCTETS, type Content, readContent, TEXT_OCTETS, writeContent } from '../../../../lib/chat/content';
import type { AttachmentId, MessageId } from '../../../../lib/core/wire/ids';
import { createRandom } from '../../../support/channel/random';

const random = createRandom('content');
const id = <T extends string>(): T => Buffer.from(random(16)).toString('hex') as T;

const CONTENTS: readonly Content[] = [
  { kind: 'hello', signalKey: random(32), typing: true, noTrace: false },
  { kind: 'text', at: 1_795_219_200_000, validity: undefined, text: 'Grüße, 世界 👩‍👩‍👧' },
  { kind: 'text', at: 0, validity: { from: 'reading', ms: 60_000 }, text: '' },
  {
    kind: 'file',
    at: 5,
    validity: { from: 'arrival', ms: 1 },
    attachment: id<AttachmentId>(),
    key: random(32),
    octets: 100 * 1024 * 1024,
    sealedOctets: 100 * 1024 * 1024 + 999,
    expires: 9,
    name: 'a picture.jpg',
    mediaType: 'image/jpeg',
  },
  { kind: 'receipt', opened: [id<MessageId>(), id<MessageId>()], read: [] },
  { kind: 'call', octets: random(300) },
  { kind: 'withdrawn', indices: [0, 7, 4_294_967_295] },
];

describe('what a message says', () => {
  it.each(CONTENTS)('$kind is read as it was written', (content) => {
    expect(readContent(writeContent(content))).toEqual(content);
  });

  it('begins with the number that docs/protocol.md gives it', () => {
    expect(CONTENTS.map((content) => writeContent(content)[0])).toEqual([1, 2, 2, 3, 4, 5, 6]);
  });

  it('fits one message of the channel at its longest', () => {
    const longest = writeContent({ kind: 'text', at: 0, validity: undefined, text: 'x'.repeat(TEXT_OCTETS) });
    expect(longest.length).toBeLessThanOrEqual(CHANNEL_LIMITS.contentOctets);
    const ids = Array.from({ length: 500 }, () => id<MessageId>());
    expect(writeContent({ kind: 'receipt', opened: ids, read: ids }).length).toBeLessThan(CHANNEL_LIMITS.contentOctets);
    expect(writeContent({ kind: 'call', octets: random(CALL_OCTETS) }).length).toBeLessThan(
      CHANNEL_LIMITS.contentOctets,
    );
    for (const octets of [new Uint8Array(), new Uint8Array(CALL_OCTETS + 1)]) {
      expect(() => writeContent({ kind: 'call', octets })).toThrow('wire/malformed');
    }
    expect(() => writeContent({ kind: 'text', at: 0, validity: undefined, text: 'x'.repeat(TEXT_OCTETS + 1) })).toThrow(
      'wire/malformed',
    );
  });

  it('of a later version is a message that cannot be shown, whatever follows', () => {
    for (const number of [7, 8, 200, 255]) {
      expect(readContent(Uint8Array.of(number, ...random(20)))).toEqual({ kind: 'newer' });
    }
  });

  it('is refused where it is cut, too long, or not what its number says', () => {
    for (const content of CONTENTS) {
      const octets = writeContent(content);
      for (let at = 0; at < octets.length; at += 1) {
        expect(() => readContent(octets.subarray(0, at))).toThrow('wire/malformed');
      }
      expect(() => readContent(Uint8Array.of(...octets, 0))).toThrow('wire/malformed');
    }
    expect(() => readContent(Uint8Array.of(0))).toThrow('wire/malformed');
    expect(() => readContent(Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xff))).toThrow('wire/malformed');
  });

  it('holds copies: what was read outlasts the octets it was read from', () => {
    const [hello] = CONTENTS;
    const octets = writeContent(hello as Content);
    const read = readContent(octets);
    octets.fill(0);
    expect(read).toEqual(hello);
  });

  it('never fails otherwise than with its code, whatever comes', () => {
    for (let count = 0; count < 5_000; count += 1) {
      const octets = random(count % 70);
      try {
        readContent(octets);
      } catch (error) {
        expect((error as Error).message).toBe('wire/malformed');
      }
    }
  });
});
