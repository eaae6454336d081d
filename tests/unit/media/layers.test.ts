import { describe, expect, it } from 'vitest';
import type { Octets } from '../../../lib/media/octets';
import { createCallWorld, deviceOf, type Participant, sealed } from '../../support/media/call';
import { frameOf } from '../../support/media/octets';

// Layers of one camera share its key and its counter; a server passes on what it likes of them.

/** From the smallest. */
const LAYERS = [0, 1, 2] as const;
type Layer = (typeof LAYERS)[number];
type Layered = { readonly picture: number; readonly layer: Layer; readonly plain: Octets; readonly octets: Octets };

/** Each picture in three layers, as an encoder gives them: one behind the other, every thirtieth a key picture. */
const picturesOf = ({ sender }: Participant, pictures: number): readonly Layered[] =>
  Array.from({ length: pictures * LAYERS.length }, (_, at) => {
    const picture = Math.floor(at / LAYERS.length);
    const layer = LAYERS[at % LAYERS.length] ?? 0;
    const plain = frameOf(picture % 30 === 0 ? 'vp8-key' : 'vp8-delta', 40 * (layer + 1), at);
    return { picture, layer, plain, octets: sealed(sender, 'camera', 'vp8', plain) };
  });
/** What became of them: that alone, because a list of hundreds of frames is slow to compare where it differs. */
const outcomes = ({ receiver }: Participant, some: readonly Layered[]): ReadonlySet<string> =>
  new Set(
    some.map(({ octets, plain }) => {
      const opened = receiver.openNow('vp8', octets);
      if (opened.kind === 'refused') return opened.reason;
      return Buffer.compare(opened.frame, plain) === 0 ? `as it was, of step ${opened.from.step}` : 'another frame';
    }),
  );
const WHOLE = new Set(['as it was, of step 0']);

describe('frames of three layers', () => {
  it('open where all of them come, one behind the other', () => {
    const { anna, bert } = createCallWorld({ seed: 'layers' }).pair();
    const all = picturesOf(anna, 100);
    expect(outcomes(bert, all)).toEqual(WHOLE);
  });

  it.each(LAYERS)('open where only layer %i of them comes', (wanted) => {
    const { anna, bert } = createCallWorld({ seed: 'one layer' }).pair();
    const some = picturesOf(anna, 100).filter(({ layer }) => layer === wanted);
    expect(outcomes(bert, some)).toEqual(WHOLE);
  });

  it('open where another layer is passed on every tenth picture, and none of it for a while', () => {
    const { anna, bert } = createCallWorld({ seed: 'switched' }).pair();
    const isPassed = ({ picture, layer }: Layered) =>
      Math.floor(picture / 10) % 4 !== 3 && layer === Math.floor(picture / 10) % LAYERS.length;
    const some = picturesOf(anna, 300).filter(isPassed);
    expect(outcomes(bert, some)).toEqual(WHOLE);
  });

  it('[req 39] open once: a layer that was passed on already is refused when a server sends it behind another', () => {
    const { anna, bert } = createCallWorld({ seed: 'again' }).pair();
    const all = picturesOf(anna, 60);
    const of = (wanted: Layer) => all.filter(({ layer }) => layer === wanted);
    for (const wanted of LAYERS) expect(outcomes(bert, of(wanted))).toEqual(WHOLE);
    expect(outcomes(bert, all)).toEqual(new Set(['replayed']));
  });

  it('open in the other layer while one is as late as a server and a retransmission make it: 3 s', () => {
    const { anna, bert } = createCallWorld({ seed: 'late' }).pair();
    const all = picturesOf(anna, 300);
    // The largest comes 90 pictures behind.
    const due = ({ picture, layer }: Layered) => picture + (layer === 2 ? 90 : 0);
    const late = all.toSorted((one, other) => due(one) - due(other));
    expect(outcomes(bert, late)).toEqual(WHOLE);
  });

  it('open across a step of the key, in the layer that is passed on then and in one that is late', () => {
    const { anna, bert } = createCallWorld({ seed: 'step' }).pair();
    const before = picturesOf(anna, 30);
    anna.sender.admit(deviceOf(2));
    const after = picturesOf(anna, 30);
    const [passed, late] = [after.filter(({ layer }) => layer === 0), before.filter(({ layer }) => layer === 2)];
    const some = [...late.slice(0, 20), ...passed.slice(0, 10), ...late.slice(20), ...passed.slice(10)];
    expect(outcomes(bert, some)).toEqual(new Set([...WHOLE, 'as it was, of step 1']));
  });
});
