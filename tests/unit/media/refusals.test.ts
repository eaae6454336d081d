import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CODECS, type Codec, clearFor } from '../../../lib/media/clear-octets';
import { createFrameCipher } from '../../../lib/media/frame-cipher';
import { openAnnouncement } from '../../../lib/media/key-box';
import { keyIdOf } from '../../../lib/media/key-id';
import { MEDIA_LIMITS } from '../../../lib/media/limits';
import { createMetadata } from '../../../lib/media/metadata';
import { join, type Octets } from '../../../lib/media/octets';
import { readRetained } from '../../../lib/media/retained';
import { readAnnouncement } from '../../../lib/media/sender-key';
import { sealSFrameNow } from '../../../lib/media/sframe';
import { AES_256_GCM_SHA512_128 } from '../../../lib/media/suites';
import { createRandom } from '../../support/channel/random';
import { CALL, createCallWorld, sealed } from '../../support/media/call';
import { flip, frameOf } from '../../support/media/octets';
import { createSas } from '../../support/media/sas';

const KINDS = [
  ['opus', 'other', 90],
  ['vp9', 'other', 400],
  ['vp8', 'vp8-key', 400],
  ['vp8', 'vp8-delta', 200],
  ['data', 'other', 60],
] as const;

/** Two in a call, with some frames opened, so that there is a state that could change. */
function begin(seed: string) {
  const world = createCallWorld({ seed });
  const { anna, bert } = world.pair();
  for (let at = 0; at < 5; at++)
    bert.receiver.openNow('opus', sealed(anna.sender, 'microphone', 'opus', frameOf('other', 20)));
  const open = async (codec: Codec, payload: Octets) => [
    bert.receiver.openNow(codec, payload.slice()),
    await bert.receiver.open(codec, payload.slice()),
  ];
  return { ...world, anna, bert, open };
}

describe('a changed frame', () => {
  it.each(KINDS)(
    'is refused at every octet and bit, and leaves the state as it was: %s, %s',
    async (codec, kind, length) => {
      const { anna, bert, open } = begin('tamper');
      const frame = frameOf(kind, length);
      const payload = sealed(anna.sender, 'camera', codec, frame);
      const before = bert.receiver.state();
      for (let at = 0; at < payload.length; at++) {
        for (const bit of [1, 0x10, 0x80]) {
          for (const out of await open(codec, flip(payload, at, bit))) expect(out.kind).toBe('refused');
        }
      }
      expect(bert.receiver.state()).toEqual(before);
      expect(bert.receiver.openNow(codec, payload)).toMatchObject({ kind: 'opened', frame });
      expect(bert.receiver.state()).not.toEqual(before);
    },
  );

  it('is refused where it is cut or lengthened at either end', async () => {
    const { anna, bert, open } = begin('cut');
    const payload = sealed(anna.sender, 'camera', 'vp9', frameOf('other', 60));
    const before = bert.receiver.state();
    for (let length = 0; length < payload.length; length++) {
      for (const one of [payload.slice(0, length), payload.slice(payload.length - length)]) {
        for (const out of await open('vp9', one)) expect(out.kind).toBe('refused');
      }
    }
    for (const one of [join(payload, Uint8Array.of(0)), join(Uint8Array.of(0), payload)]) {
      for (const out of await open('vp9', one)) expect(out.kind).toBe('refused');
    }
    expect(bert.receiver.state()).toEqual(before);
  }, 120_000);
});

describe('what is no sealed frame', () => {
  it('is told from a changed one: nothing at all, and no room for a tag', () => {
    const { anna, bert } = begin('short');
    const reason = (payload: Octets) => bert.receiver.openNow('opus', payload);
    expect(reason(new Uint8Array())).toEqual({ kind: 'refused', reason: 'empty' });
    const payload = sealed(anna.sender, 'microphone', 'opus', new Uint8Array());
    expect(reason(payload.slice(0, -1))).toEqual({ kind: 'refused', reason: 'malformed' });
    expect(reason(payload).kind).toBe('opened');
  }, 120_000);
});

describe('a wiped key', () => {
  it('seals and opens nothing more', async () => {
    const cipher = createFrameCipher(AES_256_GCM_SHA512_128, new Uint8Array(32), 9n);
    const one = cipher.sealNow(0n, new Uint8Array(), new Uint8Array(4));
    cipher.wipe();
    await expect(cipher.seal(0n, new Uint8Array(), new Uint8Array(4))).rejects.toThrow();
    await expect(cipher.open(0n, new Uint8Array(), one)).rejects.toThrow();
    expect(() => cipher.sealNow(0n, new Uint8Array(), new Uint8Array(4))).toThrow();
    expect(() => cipher.openNow(0n, new Uint8Array(), one)).toThrow();
  });
});

describe('whatever octets', () => {
  const octets = fc.uint8Array({ maxLength: 200 }).map((one) => new Uint8Array(one));

  it('are refused as a frame, and throw nothing', async () => {
    const { bert, open } = begin('whatever');
    const before = bert.receiver.state();
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...CODECS), octets, async (codec, payload) => {
        for (const out of await open(codec, payload)) expect(out.kind).toBe('refused');
      }),
      { numRuns: 1_000 },
    );
    expect(bert.receiver.state()).toEqual(before);
  }, 120_000);

  it('are refused as an announcement, a box, a kept line, a message of an exchange, and throw nothing', () => {
    const random = createRandom('whatever');
    fc.assert(
      fc.property(octets, (one) => {
        expect(readAnnouncement(one)).toBeUndefined();
        expect(openAnnouncement(new Uint8Array(32), one)).toBeUndefined();
        expect(readRetained(one)).toBeUndefined();
        const { initiator, responder } = createSas(random);
        expect(initiator.receive(one)).toEqual({ kind: 'aborted', reason: 'malformed' });
        expect(responder.receive(one)).toEqual({ kind: 'aborted', reason: 'malformed' });
      }),
      { numRuns: 500 },
    );
  }, 120_000);
});

describe('a replayed frame', () => {
  it('is refused a thousand times of a thousand, and leaves the state as it was [req 39]', async () => {
    const { anna, bert } = begin('replay');
    const payloads: Octets[] = [];
    for (let at = 0; at < 1_000; at++) {
      const payload = sealed(anna.sender, 'camera', 'vp9', frameOf('other', 40, at));
      payloads.push(payload);
      expect(bert.receiver.openNow('vp9', payload).kind).toBe('opened');
    }
    const before = bert.receiver.state();
    for (const payload of payloads) {
      expect(bert.receiver.openNow('vp9', payload)).toEqual({ kind: 'refused', reason: 'replayed' });
      expect(await bert.receiver.open('vp9', payload)).toEqual({ kind: 'refused', reason: 'replayed' });
    }
    expect(bert.receiver.state()).toEqual(before);
  }, 120_000);

  it('is opened once where two of it come before the first is done', async () => {
    const { anna, bert } = begin('race');
    const payload = sealed(anna.sender, 'camera', 'vp9', frameOf('other', 40));
    const all = await Promise.all(Array.from({ length: 20 }, () => bert.receiver.open('vp9', payload)));
    expect(all.filter(({ kind }) => kind === 'opened')).toHaveLength(1);
    expect(all.filter((out) => out.kind === 'refused' && out.reason === 'replayed')).toHaveLength(19);
  });

  it('is too old where it is further behind than the window', () => {
    const { anna, bert } = begin('old');
    const late = sealed(anna.sender, 'camera', 'vp9', frameOf('other', 4));
    for (let at = 0; at < MEDIA_LIMITS.replayWindow; at++) {
      bert.receiver.openNow('vp9', sealed(anna.sender, 'camera', 'vp9', frameOf('other', 4)));
    }
    expect(bert.receiver.openNow('vp9', late)).toEqual({ kind: 'refused', reason: 'too-old' });
  }, 120_000);
});

describe('a foreign frame', () => {
  it('is refused where it was sealed for another call, with the same key', () => {
    const { bert } = begin('other call');
    const elsewhere = createCallWorld({ seed: 'other call', call: new Uint8Array(16) });
    const carla = elsewhere.join(2, [1]);
    const announcement = carla.sender.announce()[0]?.announcement;
    if (announcement === undefined) throw new Error('nothing announced');
    expect(bert.receiver.learn(2, { ...announcement, call: CALL }).kind).toBe('learned');
    const payload = sealed(carla.sender, 'camera', 'vp9', frameOf('other', 40));
    expect(bert.receiver.openNow('vp9', payload)).toEqual({ kind: 'refused', reason: 'tampered' });
  });

  it('is refused as another codec, and where a delta frame is given out as a key frame', () => {
    const { anna, bert } = begin('codec');
    const before = bert.receiver.state();
    const vp9 = sealed(anna.sender, 'camera', 'vp9', frameOf('other', 40));
    expect(bert.receiver.openNow('opus', vp9)).toEqual({ kind: 'refused', reason: 'tampered' });
    const delta = sealed(anna.sender, 'camera', 'vp8', frameOf('vp8-delta', 40));
    const asKey = join(clearFor('vp8', frameOf('vp8-key', 1)) ?? delta, delta.slice(1));
    expect(bert.receiver.openNow('vp8', asKey)).toEqual({ kind: 'refused', reason: 'tampered' });
    expect(bert.receiver.state()).toEqual(before);
  });

  it('is refused with an unknown key: no announcement, another generation, a number beyond ours', () => {
    const { anna, bert, join: enter } = begin('unknown');
    const before = bert.receiver.state();
    const stranger = enter(3, [1]);
    const later = enter(0, [1], 4);
    for (const { sender } of [stranger, later]) {
      const payload = sealed(sender, 'camera', 'vp9', frameOf('other', 40));
      expect(bert.receiver.openNow('vp9', payload)).toEqual({ kind: 'refused', reason: 'unknown-key' });
    }
    expect(anna.receiver.openNow('vp9', join(Uint8Array.of(0xa0, 1, 0, 0), new Uint8Array(40)))).toEqual({
      kind: 'refused',
      reason: 'unknown-key',
    });
    expect(bert.receiver.state()).toEqual(before);
  });

  it('is refused with a wrong key under a known name: 0 of 500 are authenticated [req 39]', async () => {
    const { bert } = begin('wrong key');
    const before = bert.receiver.state();
    const impostor = createCallWorld({ seed: 'another seed' }).join(0, [1]);
    for (let at = 0; at < 500; at++) {
      const payload = sealed(impostor.sender, 'camera', 'vp8', frameOf(at % 50 === 0 ? 'vp8-key' : 'vp8-delta', 60));
      expect(await bert.receiver.open('vp8', payload)).toEqual({ kind: 'refused', reason: 'tampered' });
    }
    expect(bert.receiver.state()).toEqual(before);
  }, 120_000);

  it('is refused with a counter that no sender of ours reaches', () => {
    const { anna, bert } = begin('counter');
    const base = anna.sender.announce()[0]?.announcement.keys[0]?.key ?? new Uint8Array();
    const kid = keyIdOf({ generation: 0, step: 0, sender: 0, stream: 'data' });
    const cipher = createFrameCipher(AES_256_GCM_SHA512_128, base, kid);
    const metadata = createMetadata(CALL)('data', 'data', new Uint8Array());
    const at = (counter: bigint) => sealSFrameNow({ cipher, kid, counter }, metadata, frameOf('other', 9));
    expect(bert.receiver.openNow('data', at(65_536n))).toEqual({ kind: 'refused', reason: 'malformed' });
    expect(bert.receiver.openNow('data', at(65_535n)).kind).toBe('opened');
  });

  it('in clear is refused, whatever it is: nothing that was not sealed is ever shown', async () => {
    const { bert, open } = begin('clear');
    const before = bert.receiver.state();
    for (let seed = 0; seed < 256; seed++) {
      for (const [codec, kind] of KINDS) {
        for (const out of await open(codec, frameOf(kind, 20 + seed, seed))) expect(out.kind).toBe('refused');
      }
    }
    expect(bert.receiver.state()).toEqual(before);
  }, 120_000);
});
