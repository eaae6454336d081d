import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Retained, readRetained, writeRetained } from '../../../lib/media/retained';
import { createRandom } from '../../support/channel/random';
import { flip, hex } from '../../support/media/octets';
import { createSas, exchange, sent } from '../../support/media/sas';

const random = createRandom('line');
const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
type Words = 'not compared' | 'same' | 'different';

/** One call after another: what each side has kept after it. */
function call(anna: Retained | undefined, bert: Retained | undefined, words: Words = 'not compared') {
  const lines = exchange(random, { retained: anna }, { retained: bert });
  return { lines, anna: lines.anna.remember(words), bert: lines.bert.remember(words) };
}

describe('a line between two devices', () => {
  it('is new at first, continues in every later call, and is verified once the words were compared', () => {
    const first = call(undefined, undefined);
    expect([first.lines.anna.continuity, first.lines.bert.continuity]).toEqual(['new', 'new']);
    const second = call(first.anna, first.bert, 'same');
    expect([second.lines.anna.continuity, second.lines.bert.continuity]).toEqual(['continued', 'continued']);
    expect(second.lines.anna.verified).toBe(false);
    let { anna, bert } = second;
    for (let at = 0; at < 5; at++) {
      const next = call(anna, bert);
      expect([next.lines.anna.verified, next.lines.bert.verified]).toEqual([true, true]);
      expect(next.anna?.rs1).not.toEqual(anna?.rs1);
      expect(next.anna).toEqual(next.bert);
      ({ anna, bert } = next);
    }
  });

  it('continues where one side lost the end of the last call: the secret before is still known', () => {
    const first = call(undefined, undefined, 'same');
    const second = call(first.anna, first.bert);
    const third = call(first.anna, second.bert);
    expect([third.lines.anna.continuity, third.lines.bert.continuity]).toEqual(['continued', 'continued']);
    const fourth = call(second.anna, first.bert);
    expect([fourth.lines.anna.verified, fourth.lines.bert.verified]).toEqual([true, true]);
    expect(call(fourth.anna, fourth.bert).lines.bert.continuity).toBe('continued');
  });

  it('is lost, and not verified, where the other device knows nothing of it or something else', () => {
    const first = call(undefined, undefined, 'same');
    const stranger = call(undefined, undefined, 'same');
    for (const other of [undefined, stranger.bert]) {
      const { lines, anna } = call(first.anna, other);
      expect([lines.anna.continuity, lines.anna.verified]).toEqual(['lost', false]);
      // Nothing is replaced until the words are compared: RFC 6189, 4.6.1.1.
      expect(anna).toBe(first.anna);
      expect(lines.anna.remember('different')).toBe(first.anna);
      expect(lines.anna.remember('same')).toMatchObject({ rs2: undefined, verified: true });
    }
  });

  it('keeps nothing of a call in which the words were different', () => {
    const { lines } = call(undefined, undefined);
    expect(lines.anna.remember('different')).toBeUndefined();
  });

  it('does not continue where someone copies the names of the secrets without the secrets', () => {
    const first = call(undefined, undefined, 'same');
    const honest = createSas(random, { retained: first.anna }, { retained: first.bert });
    const part = sent(honest.responder.receive(honest.initiator.commit));
    const thief = createSas(random);
    const theirs = sent(thief.responder.receive(honest.initiator.commit));
    // Nonce and names of the one who has the secret, the key of the one who has not.
    const forged = Uint8Array.of(...part.slice(0, 34), ...theirs.slice(34, 66), ...part.slice(66));
    const step = thief.responder.receive(sent(honest.initiator.receive(forged)));
    expect(step).toEqual({ kind: 'aborted', reason: 'confirm' });
  });

  it('shows nobody whether a secret is there: its name changes with every call, and is random where there is none', () => {
    const { anna, bert } = call(undefined, undefined);
    const namesIn = (share: Uint8Array): string[] => [share.slice(66, 74), share.slice(74, 82)].map(hex);
    const names = Array.from({ length: 40 }, (_, at) => {
      const { initiator, responder } = createSas(random, { retained: anna }, { retained: at < 20 ? bert : undefined });
      const part = sent(responder.receive(initiator.commit));
      return [...namesIn(part), ...namesIn(sent(initiator.receive(part)))];
    }).flat();
    expect(new Set(names).size).toBe(160);
  });
});

describe('what is kept of a line', () => {
  it('is read back as it was written, and refused where it is not ours', () => {
    const retained = fc.record({ rs1: key, rs2: fc.option(key, { nil: undefined }), verified: fc.boolean() });
    fc.assert(
      fc.property(retained, (one) => {
        const octets = writeRetained(one);
        expect(readRetained(octets)).toEqual(one);
        expect(readRetained(flip(octets, 0))).toBeUndefined();
        expect(readRetained(octets.slice(0, -1))).toBeUndefined();
        expect(readRetained(Uint8Array.of(...octets, 0))).toBeUndefined();
      }),
    );
  });
});
