import { describe, expect, expectTypeOf, it } from 'vitest';
import type { AccountKey } from '../../../lib/otr/account-key';
import type { Conversation } from '../../../lib/otr/contract';
import { createDhKey } from '../../../lib/otr/group';
import { createPrivateTalk } from '../../../lib/otr/private-talk';
import { exchange, makeKey, makePair, makePerson, textsOf } from '../../support/otr/people';
import { createTestPorts } from '../../support/otr/ports';

const isZero = (array: Uint8Array): boolean => array.every((octet) => octet === 0);

/** Everything that a value gives out without being called, at any depth. */
function heldBy(value: unknown, seen = new Set<unknown>()): readonly unknown[] {
  if (typeof value !== 'object' || value === null || seen.has(value)) return [value];
  seen.add(value);
  return Reflect.ownKeys(value).flatMap((name) => heldBy(Reflect.get(value, name), seen));
}

describe('nothing of a conversation lasts', () => {
  it('[req 3] it cannot be cloned, so no store and no message takes it', async () => {
    const [alice] = await makePair();
    const { events: _events, ports: _ports, key: _key, ...conversation } = alice;
    expect(() => structuredClone(conversation)).toThrow();
    expect(Object.keys(JSON.parse(JSON.stringify(conversation)))).toEqual(['instance']);
  });

  it('[req 3] it is made of calls: no property of it or of the account key is a secret, and none takes one back', () => {
    type Fields<T> = { [K in keyof T]: T[K] extends (...given: never) => unknown ? never : K }[keyof T];
    expectTypeOf<Fields<Conversation>>().toEqualTypeOf<'instance'>();
    expectTypeOf<Fields<AccountKey>>().toEqualTypeOf<'fingerprint' | 'public'>();
  });

  it('[req 3] what can be reached from outside holds no word that was said, and no secret', async () => {
    const [alice, bob] = await makePair();
    await exchange(alice, bob, await alice.send('token-7f3a'));
    await exchange(alice, bob, await alice.startSmp('token-smp'));
    const { events: _events, ports: _ports, ...held } = bob;
    const values = heldBy(held);
    expect(values.some((value) => typeof value === 'string' && value.includes('token'))).toBe(false);
    const publics = Object.values(bob.key.public);
    expect(values.filter((value) => typeof value === 'bigint' && !publics.includes(value))).toEqual([]);
    expect(values.some((value) => value instanceof Uint8Array)).toBe(false);
  });

  it('[req 3] all randomness that keys were made of is overwritten when it ends', async () => {
    const [alice, bob] = await makePair();
    for (let turn = 0; turn < 3; turn++) {
      await exchange(alice, bob, await alice.send('a'));
      await exchange(bob, alice, await bob.send('b'));
    }
    await exchange(alice, bob, await alice.end());
    for (const { ports } of [alice, bob]) {
      expect(ports.drawn.length).toBeGreaterThan(5);
      expect(ports.drawn.every(isZero)).toBe(true);
    }
  });

  it.each(['end', 'forget'] as const)('[req 3] %s leaves no session id and no key that still answers', async (how) => {
    const { random, ...rest } = createTestPorts();
    const key = await makeKey();
    const [ours, theirs] = [createDhKey(random), createDhKey(random).public];
    const result = {
      ...{ key: key.public, instance: 0x200, ours, theirs, theirKeyId: 1, revealed: true },
      sessionId: new Uint8Array(8).fill(7),
    };
    const options = {
      account: key,
      instance: 0x100,
      ports: { random, ...rest },
      fragmentLength: 9_999,
      paddingBlock: 1,
    };
    const talk = createPrivateTalk(options, result, new Uint8Array());
    talk.send('words');
    talk[how]();
    expect(isZero(result.sessionId)).toBe(true);
    expect(() => ours.agree(theirs)).toThrow('otr/forgotten');
    expect(() => talk.send('words')).toThrow();
  });

  it('[req 3] an exchange that is given up leaves no randomness either', async () => {
    const person = await makePerson();
    await person.receive('?OTRv3?');
    expect(person.view().exchanging).toBe(true);
    expect(person.ports.drawn.some((array) => !isZero(array))).toBe(true);
    await person.end();
    expect(person.view()).toEqual({ state: 'plaintext', exchanging: false });
    expect(person.ports.drawn.every(isZero)).toBe(true);
  });

  it('after the end the keys of before read nothing, on either side', async () => {
    const [alice, bob] = await makePair();
    const [late = ''] = textsOf(await alice.send('late'));
    await exchange(bob, alice, await bob.end());
    expect(bob.view()).toEqual({ state: 'plaintext', exchanging: false });
    expect(alice.view()).toEqual({ state: 'finished', exchanging: false });
    expect((await bob.receive(late))[0]).toEqual({ type: 'refused', code: 'otr/unreadable' });
    expect(bob.shown()).toEqual([]);
  });

  it('[req 3] two conversations share nothing: not the session, not the instance', async () => {
    const [alice, bob] = await makePair();
    const other = await makePair({ key: alice.key }, { key: bob.key });
    expect(other[0].instance).not.toBe(alice.instance);
    expect(other[0].view().peer?.sessionId).not.toEqual(alice.view().peer?.sessionId);
  });
});
