import { beforeEach, describe, expect, it } from 'vitest';
import type { DataKeys } from '../../../lib/otr/derive';
import { createDhKey } from '../../../lib/otr/group';
import { createKeyRing, type Departing, type KeyRing } from '../../../lib/otr/key-ring';
import { createTestPorts } from '../../support/otr/ports';

const { random } = createTestPorts();
const hex = (octets: Uint8Array) => Buffer.from(octets).toString('hex');
const none = new Uint8Array();

/** Two rings from one exchange. */
function makeRings(): readonly [KeyRing, KeyRing] {
  const [one, other] = [createDhKey(random), createDhKey(random)];
  const ring = (ours: typeof one, theirs: bigint) => createKeyRing({ ours, theirs, theirKeyId: 1, owed: none, random });
  return [ring(one, other.public), ring(other, one.public)];
}

describe('the keys of a session', () => {
  let [alice, bob]: readonly [KeyRing, KeyRing] = makeRings();
  beforeEach(() => {
    [alice, bob] = makeRings();
  });
  /** Sends one message; answers it, and what it was sealed with. */
  const carry = (from: KeyRing, to: KeyRing): Departing => {
    const departing = from.outgoing();
    expect(to.keysFor(departing)?.receiveCipher).toEqual(departing.keys.sendCipher);
    expect(to.accept(departing)).toBeUndefined();
    return departing;
  };

  it('are the same at both ends, and one way is not the other', () => {
    const sent = alice.outgoing();
    const received = bob.keysFor(sent);
    expect(received?.receiveMac).toEqual(sent.keys.sendMac);
    expect(received?.extra).toEqual(sent.keys.extra);
    expect(sent.keys.sendCipher).not.toEqual(sent.keys.receiveCipher);
  });

  it('stay while one side speaks, with a counter that grows, and turn at every answer', () => {
    const first = carry(alice, bob);
    expect(first).toMatchObject({ senderKeyId: 1, receiverKeyId: 1, counter: 1n });
    expect(carry(alice, bob)).toMatchObject({ senderKeyId: 1, receiverKeyId: 1, counter: 2n });
    expect(carry(bob, alice)).toMatchObject({ senderKeyId: 1, receiverKeyId: 2, counter: 1n });
    expect(carry(alice, bob)).toMatchObject({ senderKeyId: 2, receiverKeyId: 2, counter: 1n });
    expect(carry(bob, alice)).toMatchObject({ senderKeyId: 2, receiverKeyId: 3, counter: 1n });
  });

  it('are never used twice with the same counter, over 60 messages in any order of speakers', () => {
    const used = new Set<string>();
    for (let round = 0; round < 60; round++) {
      const { keys, counter } = (round * 7) % 5 < 2 ? carry(alice, bob) : carry(bob, alice);
      const use = `${hex(keys.sendCipher)} ${counter}`;
      expect(used.has(use)).toBe(false);
      used.add(use);
    }
  });

  it('[req 36] take a counter once, and only a larger one', () => {
    const [one, two] = [alice.outgoing(), alice.outgoing()];
    expect(bob.accept(two)).toBeUndefined();
    expect(bob.accept(two)).toBe('otr/replayed');
    expect(bob.accept(one)).toBe('otr/replayed');
    expect(bob.accept({ ...two, counter: 0n })).toBe('otr/replayed');
  });

  it('of other serial numbers are not there, and asking for them makes none', () => {
    const sent = alice.outgoing();
    for (const [senderKeyId, receiverKeyId] of [
      [0, 1],
      [2, 1],
      [1, 0],
      [1, 3],
      [1, 0xffffffff],
    ] as const) {
      expect(bob.keysFor({ ...sent, senderKeyId, receiverKeyId })).toBeUndefined();
      expect(bob.accept({ ...sent, senderKeyId, receiverKeyId })).toBe('otr/unreadable');
    }
  });

  it('refuse a next key that would make the secret known', () => {
    const sent = alice.outgoing();
    for (const nextPublic of [0n, 1n]) expect(bob.accept({ ...sent, nextPublic })).toBe('wire/malformed');
    expect(bob.accept(sent)).toBeUndefined();
  });

  it('that verified a message are revealed when they are dropped, once; those that did not are not', () => {
    const { keys } = carry(alice, bob);
    const mac = hex(keys.sendMac);
    expect(hex(bob.takeRevealed())).toBe('');
    // Bob speaks, Alice confirms his new key: his old one, and what it verified, are gone.
    carry(bob, alice);
    expect(hex(bob.takeRevealed())).toBe('');
    carry(alice, bob);
    expect(hex(bob.takeRevealed())).toBe(mac);
    expect(hex(bob.takeRevealed())).toBe('');
    expect(hex(alice.takeRevealed())).not.toContain(mac);
  });

  it('are overwritten when they are dropped, and all of them at the end, which reveals the rest', () => {
    const kept: DataKeys[] = [];
    for (let turn = 0; turn < 4; turn++) {
      kept.push(carry(alice, bob).keys, carry(bob, alice).keys);
    }
    const current = bob.outgoing().keys;
    const macs = [hex(current.receiveMac)];
    const used = carry(alice, bob).keys;
    macs.push(hex(used.sendMac));
    expect(
      kept
        .slice(0, 2)
        .flatMap((keys) => Object.values(keys))
        .every(isZero),
    ).toBe(true);
    const owed = hex(bob.forget());
    expect(owed).toContain(macs[1]);
    expect(Object.values(current).every(isZero)).toBe(true);
    expect(() => bob.outgoing()).toThrow();
    alice.forget();
    expect([...kept, used].flatMap((keys) => Object.values(keys)).every(isZero)).toBe(true);
  });

  it('hand on what an older session owed', () => {
    const ours = createDhKey(random);
    const theirs = createDhKey(random).public;
    const ring = createKeyRing({ ours, theirs, theirKeyId: 5, owed: Uint8Array.of(1, 2), random });
    expect(ring.outgoing()).toMatchObject({ senderKeyId: 1, receiverKeyId: 5 });
    expect(ring.takeRevealed()).toEqual(Uint8Array.of(1, 2));
  });
});

const isZero = (octets: Uint8Array): boolean => octets.every((octet) => octet === 0);
