import { describe, expect, it } from 'vitest';
import { charactersOf, wordsOf } from '../../../lib/media/render-sas';
import type { SasOptions } from '../../../lib/media/sas-exchange';
import { writeReveal } from '../../../lib/media/sas-messages';
import { createRandom } from '../../support/channel/random';
import {
  contextOf,
  countingAgreement,
  createSas,
  fingerprintOf,
  lineOfStep,
  nodeAgreement,
  sent,
} from '../../support/media/sas';

const TRIALS = Number(process.env.SOTTO_SAS_TRIALS ?? 10_000);

// Anna takes Mona for Bert, Bert takes Mara for Anna: two contexts, in each of which all is in order.
const LEFT = contextOf({ responderCertificate: fingerprintOf('mona') });
const RIGHT = contextOf({ initiatorCertificate: fingerprintOf('mara') });

/** What Anna and Bert are shown by someone who runs one exchange with each of them. */
function inTheMiddle(random: SasOptions['random'], agreement: SasOptions['agreement']) {
  const [left, right] = [
    { context: LEFT, agreement },
    { context: RIGHT, agreement },
  ];
  const anna = createSas(random, left, left);
  const bert = createSas(random, right, right);
  const annasReveal = sent(anna.initiator.receive(sent(anna.responder.receive(anna.initiator.commit))));
  const bertsReveal = sent(bert.initiator.receive(sent(bert.responder.receive(bert.initiator.commit))));
  return {
    anna: lineOfStep(anna.initiator.receive(sent(anna.responder.receive(annasReveal)))).sas,
    bert: lineOfStep(bert.responder.receive(bertsReveal)).sas,
  };
}

describe('someone in the middle', () => {
  it(`shows both the same characters only by chance, in ${TRIALS} calls`, () => {
    const random = createRandom('middle');
    const equal = { characters: 0, words: 0, octet: 0 };
    for (let at = 0; at < TRIALS; at++) {
      const { anna, bert } = inTheMiddle(random, countingAgreement);
      if (charactersOf(anna) === charactersOf(bert)) equal.characters += 1;
      if (wordsOf(anna).join() === wordsOf(bert).join()) equal.words += 1;
      if (anna[0] === bert[0]) equal.octet += 1;
    }
    const expected = TRIALS / 256;
    console.info(
      `${TRIALS} in the middle: 4 characters equal ${equal.characters} (expected ${TRIALS / 2 ** 20}), ` +
        `4 words ${equal.words}, first octet alone ${equal.octet} (expected ${expected})`,
    );
    // At 20 bits two of 10,000 would be equal once in 20,000 runs, if the generator were not seeded.
    expect(equal.characters).toBeLessThanOrEqual(1);
    expect(equal.words).toBe(0);
    // The same counted where chance is seen: within five deviations of its rate.
    expect(Math.abs(equal.octet - expected)).toBeLessThan(5 * Math.sqrt(expected));
  }, 240_000);

  it('shows other words with X25519 too', () => {
    const random = createRandom('with X25519');
    for (let at = 0; at < 100; at++) {
      const { anna, bert } = inTheMiddle(random, nodeAgreement);
      expect(charactersOf(anna)).not.toBe(charactersOf(bert));
    }
  }, 120_000);

  it(`who reveals something else than was committed to is stopped ${TRIALS} times of ${TRIALS}`, () => {
    const random = createRandom('search');
    const agreement = countingAgreement;
    const { commit } = createSas(random, { agreement }, { agreement }).initiator;
    let stopped = 0;
    for (let at = 0; at < TRIALS; at++) {
      // Another nonce and key for each try at other words.
      const { responder } = createSas(random, { agreement }, { agreement });
      responder.receive(commit);
      const [nonce, ephemeral, confirm] = [random(32), random(32), random(16)];
      const other = writeReveal({ nonce, ephemeral, retained1: random(8), retained2: random(8), confirm });
      const out = responder.receive(other);
      if (out.kind === 'aborted' && out.reason === 'commitment') stopped += 1;
    }
    expect(stopped).toBe(TRIALS);
  }, 240_000);
});
