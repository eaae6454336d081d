import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AccountKey } from '../../../lib/otr/account-key';
import { type Ake, type AkeStep, createAke } from '../../../lib/otr/ake';
import { MODULUS } from '../../../lib/otr/group';
import type { Message, MessageOf } from '../../../lib/otr/messages';
import { makeKey } from '../../support/otr/people';
import { createTestPorts } from '../../support/otr/ports';

const { random } = createTestPorts();
type Step = Exclude<Message, MessageOf<'data'>>;

/** The message of this kind that a step replied with. */
function replyOf<K extends Step['kind']>({ reply }: AkeStep, kind: K): MessageOf<K> {
  if (reply?.kind !== kind) throw new Error(`the reply is ${reply?.kind ?? 'none'}`);
  return reply as MessageOf<K>;
}
const commitOf = (ake: Ake): MessageOf<'dh-commit'> => replyOf({ reply: ake.begin() }, 'dh-commit');
const flipped = (octets: Uint8Array, at = 0): Uint8Array => octets.with(at, (octets[at] ?? 0) ^ 1);

describe('the key exchange', () => {
  let [keyA, keyB]: [AccountKey, AccountKey] = [undefined as never, undefined as never];
  let [alice, bob]: [Ake, Ake] = [undefined as never, undefined as never];
  beforeAll(async () => {
    [keyA, keyB] = [await makeKey(), await makeKey()];
  });
  beforeEach(() => {
    [alice, bob] = [createAke(keyA, 0xa00, random), createAke(keyB, 0xb00, random)];
  });
  /** Bob begins; up to the message that is asked for. */
  const upToKey = () => {
    const commit = commitOf(bob);
    return { commit, dhKey: replyOf(alice.receive(commit), 'dh-key') };
  };
  const upToReveal = () => {
    const { commit, dhKey } = upToKey();
    return { commit, dhKey, reveal: replyOf(bob.receive(dhKey), 'reveal-signature') };
  };
  const upToSignature = () => {
    const before = upToReveal();
    const step = alice.receive(before.reveal);
    return { ...before, signature: replyOf(step, 'signature'), atAlice: step.result };
  };

  it('ends with the same secrets at both ends', () => {
    const { signature, atAlice } = upToSignature();
    const { result } = bob.receive(signature);
    expect(result?.sessionId).toEqual(atAlice?.sessionId);
    expect(result?.key).toEqual(keyA.public);
    expect(atAlice?.key).toEqual(keyB.public);
    expect([result?.theirs, atAlice?.theirs]).toEqual([atAlice?.ours.public, result?.ours.public]);
    expect([bob.isUnderWay(), alice.isUnderWay()]).toEqual([false, false]);
  });

  it('does not say who either of them is to whoever only watches', () => {
    const { commit, dhKey, reveal, signature } = upToSignature();
    const seen = Buffer.concat(
      [commit, dhKey, reveal, signature].flatMap((message) =>
        Object.values(message).filter((value) => value instanceof Uint8Array),
      ),
    );
    for (const { public: key } of [keyA, keyB]) {
      expect(seen.includes(Buffer.from(key.y.toString(16).padStart(256, '0'), 'hex'))).toBe(false);
    }
  });

  it('where both began, goes on with the commitment of the higher hash alone', () => {
    const [mine, theirs] = [commitOf(alice), commitOf(bob)];
    const isMineHigher = Buffer.compare(Buffer.from(mine.hashedGx), Buffer.from(theirs.hashedGx)) > 0;
    const [fromAlice, fromBob] = [alice.receive(theirs), bob.receive(mine)];
    const [winner, loser] = isMineHigher ? [fromAlice, fromBob] : [fromBob, fromAlice];
    expect(winner.reply).toEqual(isMineHigher ? mine : theirs);
    expect(loser.reply?.kind).toBe('dh-key');
  });

  it('answers a second commitment with the same key, and goes on with the second', () => {
    const { dhKey } = upToKey();
    const again = replyOf(alice.receive(commitOf(bob)), 'dh-key');
    expect(again.gy).toBe(dhKey.gy);
    const reveal = replyOf(bob.receive(again), 'reveal-signature');
    expect(alice.receive(reveal).result).toBeDefined();
  });

  it('repeats its signature where the same key comes again, and ignores another key', () => {
    const { dhKey, reveal } = upToReveal();
    expect(bob.receive(dhKey).reply).toEqual(reveal);
    expect(bob.receive({ ...dhKey, gy: dhKey.gy + 1n })).toEqual({});
    expect(bob.receive({ ...dhKey, sender: 0xc00 })).toEqual({});
  });

  it('begins anew at a commitment that comes while it waits for a signature', () => {
    upToReveal();
    expect(bob.receive(commitOf(alice)).reply?.kind).toBe('dh-key');
  });

  it('ignores what comes out of turn', () => {
    const { commit, dhKey, reveal, signature } = upToSignature();
    const fresh = () => createAke(keyA, 0xa00, random);
    for (const message of [dhKey, reveal, signature]) expect(fresh().receive(message)).toEqual({});
    const committed = fresh();
    committed.begin();
    for (const message of [reveal, signature]) expect(committed.receive(message)).toEqual({});
    const answered = fresh();
    answered.receive(commit);
    for (const message of [dhKey, signature]) expect(answered.receive(message)).toEqual({});
  });

  it('takes a signature only from the instance that it talks to', () => {
    const { reveal } = upToReveal();
    expect(alice.receive({ ...reveal, sender: 0xc00 })).toEqual({});
    const signature = replyOf(alice.receive(reveal), 'signature');
    expect(bob.receive({ ...signature, sender: 0xc00 })).toEqual({});
    expect(bob.receive(signature).result).toBeDefined();
  });

  it('refuses a wrong key, MAC, ciphertext or commitment, and goes on with the right message after', () => {
    const { reveal } = upToReveal();
    const failed = { refused: 'otr/handshake-failed' };
    expect(alice.receive({ ...reveal, revealedKey: flipped(reveal.revealedKey) })).toEqual(failed);
    expect(alice.receive({ ...reveal, mac: flipped(reveal.mac, 19) })).toEqual(failed);
    expect(alice.receive({ ...reveal, encryptedSignature: flipped(reveal.encryptedSignature, 9) })).toEqual(failed);
    const signature = replyOf(alice.receive(reveal), 'signature');
    expect(bob.receive({ ...signature, mac: flipped(signature.mac) })).toEqual(failed);
    expect(bob.receive(signature).result).toBeDefined();
  });

  it.each([0n, 1n, MODULUS - 1n, MODULUS])('refuses the key %s, with which anyone would know the secret', (gy) => {
    const { dhKey } = upToKey();
    expect(bob.receive({ ...dhKey, gy })).toEqual({ refused: 'wire/malformed' });
    expect(bob.receive(dhKey).reply?.kind).toBe('reveal-signature');
  });

  it('refuses a signature made for another exchange', () => {
    const first = upToSignature();
    const again = upToReveal();
    expect(bob.receive({ ...first.signature })).toEqual({ refused: 'otr/handshake-failed' });
    expect(alice.receive({ ...again.reveal, ...{ encryptedSignature: first.reveal.encryptedSignature } })).toEqual({
      refused: 'otr/handshake-failed',
    });
  });

  it('signs nothing once its account key is forgotten', async () => {
    const key = await makeKey();
    const late = createAke(key, 0xc00, random);
    const dhKey = replyOf(alice.receive(commitOf(late)), 'dh-key');
    key.forget();
    expect(late.receive(dhKey)).toEqual({ refused: 'otr/forgotten' });
  });
});
