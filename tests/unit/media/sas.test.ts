import { describe, expect, it } from 'vitest';
import { x25519Agreement } from '../../../lib/media/agreement';
import { mineGoesOn } from '../../../lib/media/contention';
import { charactersOf } from '../../../lib/media/render-sas';
import type { AbortReason, SasStep } from '../../../lib/media/sas-exchange';
import { createRandom } from '../../support/channel/random';
import { flip, octetsOf } from '../../support/media/octets';
import {
  contextOf,
  createSas,
  exchange,
  fingerprintOf,
  lineOfStep,
  nodeAgreement,
  sent,
} from '../../support/media/sas';

const abort = (reason: AbortReason): SasStep => ({ kind: 'aborted', reason });

/** The four messages of an exchange, and the two sides as they were before each. */
function messages(seed: string) {
  const build = () => createSas(createRandom(seed));
  const { initiator, responder } = build();
  const part = sent(responder.receive(initiator.commit));
  const reveal = sent(initiator.receive(part));
  const confirm = sent(responder.receive(reveal));
  return { commit: initiator.commit, part, reveal, confirm, build };
}

describe('an exchange without anybody between', () => {
  it('gives both the same words and the same keys for their announcements, and other ones each time', () => {
    const random = createRandom('same');
    const seen = new Set<string>();
    for (let at = 0; at < 50; at++) {
      const { anna, bert } = exchange(random);
      expect(anna.sas).toEqual(bert.sas);
      expect(anna.boxes).toEqual({ mine: bert.boxes.theirs, theirs: bert.boxes.mine });
      expect(anna.boxes.mine).not.toEqual(anna.boxes.theirs);
      expect([anna.continuity, bert.continuity, anna.verified]).toEqual(['new', 'new', false]);
      seen.add(charactersOf(anna.sas));
    }
    expect(seen.size).toBe(50);
  });

  it('works with X25519 of either implementation', () => {
    const random = createRandom('both');
    const [one, other] = [random(32), random(32)];
    expect(x25519Agreement.publicKey(one)).toEqual(nodeAgreement.publicKey(one));
    expect(x25519Agreement.agree(one, nodeAgreement.publicKey(other))).toEqual(
      nodeAgreement.agree(other, x25519Agreement.publicKey(one)),
    );
    expect(x25519Agreement.agree(one, new Uint8Array(32))).toBeUndefined();
  });
});

describe('a violation ends the exchange', () => {
  it('any octet of any message changed: the side that hears it aborts, and stays so', () => {
    const { commit, part, reveal, confirm, build } = messages('octets');
    for (let at = 0; at < commit.length; at++) {
      expect(build().responder.receive(flip(commit, at)).kind, `commit ${at}`).toBe(at < 34 ? 'aborted' : 'send');
    }
    for (let at = 0; at < reveal.length; at++) {
      const { responder } = build();
      responder.receive(commit);
      expect(responder.receive(flip(reveal, at)).kind, `reveal ${at}`).toBe('aborted');
      expect(responder.receive(reveal).kind).toBe('aborted');
    }
    for (let at = 0; at < confirm.length; at++) {
      const { initiator } = build();
      initiator.receive(part);
      expect(initiator.receive(flip(confirm, at)).kind, `confirm ${at}`).toBe('aborted');
      expect(initiator.receive(confirm).kind).toBe('aborted');
    }
  }, 120_000);

  it('any octet of the commitment or the part changed on the way: nobody is shown a word', () => {
    const { commit, part, reveal, build } = messages('on the way');
    for (let at = 34; at < commit.length; at++) {
      const { responder } = build();
      responder.receive(flip(commit, at));
      expect(responder.receive(reveal)).toEqual(abort('commitment'));
    }
    for (let at = 0; at < part.length; at++) {
      const { initiator, responder } = build();
      const step = initiator.receive(flip(part, at));
      if (step.kind === 'aborted') continue;
      responder.receive(commit);
      expect(responder.receive(sent(step)), `part ${at}`).toEqual(abort('confirm'));
    }
  }, 120_000);

  it('messages that are cut or too long', () => {
    const { commit, part, reveal, build } = messages('cut');
    for (const one of [commit.slice(0, -1), Uint8Array.of(...commit, 0), new Uint8Array()]) {
      expect(build().responder.receive(one)).toEqual(abort('malformed'));
    }
    for (const one of [part.slice(0, -1), Uint8Array.of(...part, 0), new Uint8Array()]) {
      expect(build().initiator.receive(one)).toEqual(abort('malformed'));
    }
    const { responder } = build();
    responder.receive(commit);
    expect(responder.receive(reveal.slice(0, -1))).toEqual(abort('malformed'));
  });

  it('messages out of their order, repeated, or after the end', () => {
    const { commit, part, reveal, confirm, build } = messages('order');
    for (const first of [part, reveal, confirm]) expect(build().responder.receive(first).kind).toBe('aborted');
    for (const first of [commit, reveal, confirm]) expect(build().initiator.receive(first).kind).toBe('aborted');
    const twice = build();
    twice.responder.receive(commit);
    expect(twice.responder.receive(commit).kind).toBe('aborted');
    expect(twice.responder.receive(reveal).kind).toBe('aborted');
    const again = build();
    again.initiator.receive(part);
    expect(again.initiator.receive(part).kind).toBe('aborted');
    const done = build();
    done.responder.receive(commit);
    lineOfStep(done.responder.receive(reveal));
    expect(done.responder.receive(reveal)).toEqual(abort('order'));
  });

  it('another call, certificate or DTLS fingerprint on one side', () => {
    for (const changes of [
      { call: new Uint8Array(16) },
      { initiatorCertificate: fingerprintOf('mara') },
      { responderCertificate: fingerprintOf('mara') },
      { initiatorDtls: new Uint8Array(32) },
      { responderDtls: new Uint8Array() },
      { initiatorDtls: new Uint8Array(32).fill(0xb2), responderDtls: new Uint8Array(32).fill(0xa1) },
    ]) {
      const { initiator, responder } = createSas(createRandom('context'), {}, { context: contextOf(changes) });
      expect(responder.receive(initiator.commit)).toEqual(abort('context'));
    }
  });

  it('a reveal of another exchange, with other values than were committed to', () => {
    const { commit, build } = messages('one');
    const { responder } = build();
    const other = createSas(createRandom('another'));
    const part = sent(responder.receive(commit));
    expect(responder.receive(sent(other.initiator.receive(part)))).toEqual(abort('commitment'));
  });

  it('my own values coming back, and points of low order', () => {
    const { commit, part, build } = messages('reflected');
    const { initiator } = build();
    const reveal = sent(build().initiator.receive(part));
    const own = Uint8Array.of(1, 1, ...reveal.slice(2, 66), ...part.slice(66));
    expect(initiator.receive(own)).toEqual(abort('reflected'));
    for (const point of [
      '00'.repeat(32),
      `01${'00'.repeat(31)}`,
      `e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800`,
    ]) {
      const low = part.slice();
      low.set(octetsOf(point), 34);
      expect(build().initiator.receive(low)).toEqual(abort('weak-key'));
    }
    expect(commit.length).toBe(66);
  });
});

describe('two exchanges that begin at once', () => {
  it('are settled in the same way on both sides', () => {
    const random = createRandom('glare');
    for (let at = 0; at < 20; at++) {
      const [one, other] = [createSas(random).initiator.commit, createSas(random).initiator.commit];
      expect(mineGoesOn(one, other)).toBe(!mineGoesOn(other, one));
      expect(mineGoesOn(one, one)).toBeUndefined();
      expect(mineGoesOn(one, other.slice(1))).toBeUndefined();
    }
  });
});
