import { describe, expect, it } from 'vitest';
import { AppError } from '../../../lib/core/errors';
import { fromArmor, toArmor } from '../../../lib/otr/armor';
import { createAssembly, readFragment, toFragments } from '../../../lib/otr/fragments';
import { readIncoming } from '../../../lib/otr/incoming';
import { queryMessage, readQuery, takeTag, withTag } from '../../../lib/otr/offers';
import { threadClock } from '../../support/thread-clock';

/** The example of the specification, "Fragmentation": a data message, and the same in three fragments. */
const EXAMPLE =
  '?OTR:AAMDJ+MVmSfjFZcAAAAAAQAAAAIAAADA1g5IjD1ZGLDVQEyCgCyn9hbrL3KAbGDdzE2ZkMyTKl7XfkSxh8YJnudstiB74i4BzT0W2haClg6dMary/jo9sMudwmUdlnKpIGEKXWdvJKT+hQ26h9nzMgEditLB8vjPEWAJ6gBXvZrY6ZQrx3gb4v0UaSMOMiR5sB7Eaulb2Yc6RmRnnlxgUUC2alosg4WIeFN951PLjScajVba6dqlDi+q1H5tPvI5SWMN7PCBWIJ41+WvF+5IAZzQZYgNaVLbAAAAAAAAAAEAAAAHwNiIi5Ms+4PsY/L2ipkTtquknfx6HodLvk3RAAAAAA==.';
const PIECES = [
  '?OTR|5a73a599|27e31597,00001,00003,?OTR:AAMDJ+MVmSfjFZcAAAAAAQAAAAIAAADA1g5IjD1ZGLDVQEyCgCyn9hbrL3KAbGDdzE2ZkMyTKl7XfkSxh8YJnudstiB74i4BzT0W2haClg6dMary/jo9sMudwmUdlnKpIGEKXWdvJKT+hQ26h9nzMgEditLB8v,',
  '?OTR|5a73a599|27e31597,00002,00003,jPEWAJ6gBXvZrY6ZQrx3gb4v0UaSMOMiR5sB7Eaulb2Yc6RmRnnlxgUUC2alosg4WIeFN951PLjScajVba6dqlDi+q1H5tPvI5SWMN7PCBWIJ41+WvF+5IAZzQZYgNaVLbAAAAAAAAAAEAAAAHwNiIi5Ms+4PsY/L2i,',
  '?OTR|5a73a599|27e31597,00003,00003,pkTtquknfx6HodLvk3RAAAAAA==.,',
];

describe('offers', () => {
  it.each([
    ['?OTR?', '1'],
    ['?OTRv2?', '2'],
    ['?OTRv23?', '23'],
    ['?OTR?v2?', '12'],
    ['?OTRv24x?', '24x'],
    ['?OTR?v24x?', '124x'],
    ['?OTR?v?', '1'],
    ['?OTRv?', ''],
    ['<b>?OTRv3?</b> come', '3'],
  ])('%s offers "%s", as the specification says', (text, versions) => {
    expect(readQuery(text)).toBe(versions);
  });

  it.each(['hello', '?OTR', '?OTR:', '?OTR Error: no', '?OTRv3', 'what is OTRv3?', '?otrv3?'])(
    '%s is no query',
    (text) => {
      expect(readQuery(text)).toBeUndefined();
    },
  );

  it('our query is for version 3 alone, with or without words', () => {
    expect(readQuery(queryMessage(''))).toBe('3');
    expect(readQuery(queryMessage('May we talk in private?'))).toBe('3');
  });

  it('a tag is taken out again, wherever it stands, with the versions that it names', () => {
    expect(takeTag(withTag('hello'))).toEqual({ text: 'hello', versions: '3' });
    const [tag, two] = [withTag('').slice(0, 16), '  \t\t  \t '];
    expect(takeTag(`hel${tag}${two}${withTag('').slice(16)}lo`)).toEqual({ text: 'hello', versions: '23' });
    expect(takeTag(`${tag}        x`)).toEqual({ text: 'x', versions: '' });
    expect(takeTag('hello \t ')).toEqual({ text: 'hello \t ' });
  });
});

describe('fragments', () => {
  it('of the example in the specification make the message of the example', () => {
    const assembly = createAssembly();
    const added = PIECES.map((piece) => assembly.add(readFragment(piece)));
    expect(added.slice(0, 2)).toEqual([undefined, undefined]);
    expect(added[2]?.startsWith('?OTR:AAMDJ+MVmSfj')).toBe(true);
    expect(readIncoming(added[2] ?? '')).toMatchObject({ kind: 'encoded', message: { kind: 'data', senderKeyId: 1 } });
  });

  it('are no longer than asked, and make the text again', () => {
    for (const length of [64, 65, 100, 300, EXAMPLE.length - 1, EXAMPLE.length]) {
      const texts = toFragments(EXAMPLE, length, 0x5a73a599, 0x100);
      const assembly = createAssembly();
      expect(Math.max(...texts.map((text) => text.length))).toBeLessThanOrEqual(length);
      if (texts.length === 1) expect(texts).toEqual([EXAMPLE]);
      else expect(texts.map((text) => assembly.add(readFragment(text))).at(-1)).toBe(EXAMPLE);
    }
  });

  it('that are too many for their numbers are refused', () => {
    expect(() => toFragments('x'.repeat(65_536 * 28), 64, 0x100, 0x100)).toThrow(new AppError('otr/unsendable'));
  });

  const piece = (place: number, of: number, text: string, sender = 0x100) => ({
    sender,
    receiver: 0,
    place,
    of,
    piece: text,
  });
  it('out of place forget what was stored', () => {
    for (const order of [
      [1, 3],
      [1, 1, 3],
      [2, 3],
      [1, 2, 2, 3],
    ]) {
      const assembly = createAssembly();
      expect(order.map((place) => assembly.add(piece(place, 3, 'x'))).at(-1)).toBeUndefined();
    }
    const assembly = createAssembly();
    assembly.add(piece(1, 3, 'a'));
    expect(assembly.add(piece(2, 2, 'b'))).toBeUndefined();
  });

  it('begin anew at a first one, and of several instances do not mix', () => {
    const assembly = createAssembly();
    assembly.add(piece(1, 2, 'old'));
    assembly.add(piece(1, 2, 'a'));
    assembly.add(piece(1, 2, 'b', 0x200));
    expect(assembly.add(piece(2, 2, 'A'))).toBe('aA');
    expect(assembly.add(piece(2, 2, 'B', 0x200))).toBe('bB');
  });

  it('take no more memory than one text of the largest size for each of four instances', () => {
    const assembly = createAssembly();
    for (let sender = 0x100; sender < 0x110; sender++) assembly.add(piece(1, 2, 'x', sender));
    const whole = Array.from({ length: 16 }, (_, at) => assembly.add(piece(2, 2, 'y', 0x100 + at)));
    expect(whole.filter((text) => text === 'xy')).toHaveLength(4);
    assembly.add(piece(1, 3, 'x'.repeat(500_000)));
    expect(assembly.add(piece(2, 3, 'x'.repeat(500_000)))).toBeUndefined();
    expect(assembly.add(piece(3, 3, 'x'))).toBeUndefined();
  });

  it.each([
    '?OTR|5a73a599|27e31597,0,3,x,',
    '?OTR|5a73a599|27e31597,1,0,x,',
    '?OTR|5a73a599|27e31597,4,3,x,',
    '?OTR|5a73a599|27e31597,1,65536,x,',
    '?OTR|5a73a599|27e31597,1,3,,',
    '?OTR|5a73a599|27e31597,1,3,x',
    '?OTR|ff|27e31597,1,3,x,',
    '?OTR|5a73a599|ff,1,3,x,',
    '?OTR|5a73a599,1,3,x,',
    '?OTR|15a73a599|27e31597,1,3,x,',
  ])('%s is none', (text) => {
    expect(readIncoming(text)).toEqual({ kind: 'refused', code: 'wire/malformed' });
  });

  it('are refused at once where the comma behind 500,000 characters is missing', () => {
    const text = `?OTR|00000000|00000000,00001,00001,${'x'.repeat(500_000)}`;
    const spent = threadClock();
    expect(readIncoming(text)).toEqual({ kind: 'refused', code: 'wire/malformed' });
    expect(spent()).toBeLessThan(100);
  });

  it('may have leading zeros or none', () => {
    expect(readFragment('?OTR|100|0,1,2,x,')).toMatchObject({ sender: 0x100, receiver: 0, place: 1, of: 2 });
    expect(readFragment('?OTR|000000100|00000000000,00000001,0002,x,')).toMatchObject({ sender: 0x100, place: 1 });
  });
});

describe('a text from the network', () => {
  it.each([
    ['?OTR:AAIDAAAA.', 'otr/old-version'],
    ['?OTR:AAEDAAAA.', 'otr/old-version'],
    ['?OTR,1,2,?OTR:AAIDAAAA,', 'otr/old-version'],
    ['?OTR:', 'wire/malformed'],
    ['?OTR:....', 'wire/malformed'],
    ['?OTR:AAQDAAAA.', 'wire/malformed'],
    ['?OTR:AAMD.', 'wire/malformed'],
    ['?OTR:AAM/AAABAAAAAQAA.', 'wire/malformed'],
    [`?OTR:${'A'.repeat(600_000)}.`, 'wire/malformed'],
  ])('is refused with a code: %.30s', (text, code) => {
    expect(readIncoming(text)).toEqual({ kind: 'refused', code });
  });

  it('is plain where it only speaks of OTR', () => {
    const text = 'messages that begin with ?OTR: are sealed';
    expect(readIncoming(text)).toEqual({ kind: 'plain', text });
  });

  it('is read wherever its marker stands', () => {
    expect(readIncoming(`<html>${EXAMPLE}</html>`)).toMatchObject({ kind: 'encoded' });
    expect(readIncoming('x?OTR Error: it failed ')).toEqual({ kind: 'error', text: 'it failed' });
  });

  it('is refused where one letter of its base64 is foreign, or its sender has no tag', () => {
    expect(() => fromArmor(EXAMPLE.replace('MDJ', 'M*J'))).toThrow(new AppError('wire/malformed'));
    const octets = fromArmor(EXAMPLE);
    expect(readIncoming(toArmor(octets)).kind).toBe('encoded');
    octets.fill(0, 3, 7);
    expect(readIncoming(toArmor(octets))).toEqual({ kind: 'refused', code: 'wire/malformed' });
  });
});
