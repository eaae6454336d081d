import { randomFillSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createAccountKey } from '../../../../lib/otr/account-key';
import { importsOf } from '../../../support/import-graph';
import { heldByHeap } from '../../../support/no-trace/heap';
import {
  begin,
  CONVERSATION,
  createNoTraceWorld,
  type NoTraceWorld,
  privateWorld,
} from '../../../support/no-trace/world';

/** A new word, as octets alone: 16 random ones, to be written as hex. */
const drawWord = (): Uint8Array => randomFillSync(new Uint8Array(16));
const hexOf = (word: Uint8Array): string => Buffer.from(word).toString('hex');
/** The octets of the word as it is written. */
const written = (word: Uint8Array): Buffer => Buffer.from(hexOf(word), 'latin1');

/** Says words in messages, a question and a secret, both ways; waits until all of it has come. */
async function sayAll({ anna, bert }: NoTraceWorld, words: readonly [Uint8Array, Uint8Array, Uint8Array, Uint8Array]) {
  const [hers, his, question, secret] = words;
  await anna.say(`hers ${hexOf(hers)}`);
  await bert.say(`his ${hexOf(his)}`);
  await anna.service.compare(CONVERSATION, hexOf(secret), hexOf(question));
  await bert.becomes('asked', ({ smp, messages }) => smp.state === 'asked' && messages.length === 2);
  await anna.becomes('both', ({ messages }) => messages.every(({ state }) => state !== 'sending'));
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('after its end, of a conversation without trace', { timeout: 60_000 }, () => {
  it('[req 3] no word can be reached in memory, on either side, though the services live on', async () => {
    const world = await privateWorld();
    const words = [drawWord(), drawWord(), drawWord(), drawWord()] as const;
    await sayAll(world, words);
    // The guard sees what is there while it is there.
    expect((await heldByHeap([written(words[0])]))[0]).toBe(true);
    // One more, of which nobody has heard when it ends.
    const lost = drawWord();
    world.relay = () => [];
    await world.anna.say(`lost ${hexOf(lost)}`);
    world.relay = ({ octets }) => [octets];
    await world.anna.service.end(CONVERSATION);
    await world.bert.phase('ended');
    await world.bert.becomes('told', () => world.frames('anna').at(-1)?.kind === 'end');
    expect(await heldByHeap([...words, lost].map(written))).toEqual([false, false, false, false, false]);
    expect((await world.anna.view()).messages).toEqual([]);
  });

  it('[req 3] every octet of randomness that keys were made of is zero, and the account key signs no more', async () => {
    const made: Array<Awaited<ReturnType<typeof createAccountKey>>> = [];
    const world = createNoTraceWorld(async (ports) => {
      made.push(await createAccountKey(ports));
      return made.at(-1) as (typeof made)[number];
    });
    await begin(world);
    await sayAll(world, [drawWord(), drawWord(), drawWord(), drawWord()]);
    const isLeft = (array: Uint8Array) => array.some((octet) => octet !== 0);
    const drawn = () => [...world.anna.drawn, ...world.bert.drawn];
    expect(drawn().length).toBeGreaterThan(10);
    await world.bert.service.endAll();
    await world.anna.phase('ended');
    await world.anna.becomes('wiped', () => drawn().filter(isLeft).length <= 1);
    // What is left is the name of the conversation, which went over the wire.
    const [id] = drawn().filter(isLeft);
    expect(hexOf(id ?? drawWord())).toBe(world.frames('anna')[0]?.run);
    expect(made).toHaveLength(2);
    for (const key of made) expect(() => key.sign(new Uint8Array(32))).toThrow('otr/forgotten');
    expect(new Set(made.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  });

  it('[req 3] what was typed and what was shown is gone when keys lock, at once, and the other hears it', async () => {
    const world = await privateWorld();
    await world.anna.say('before the lock');
    const locking = world.anna.service.endAll();
    expect(await world.anna.view()).toEqual({ phase: 'none', messages: [], smp: { state: 'none' } });
    expect(world.anna.service.active()).toBe(false);
    await locking;
    expect(await world.bert.phase('ended')).toMatchObject({ code: 'otr/ended-by-them', messages: [] });
    const asking = createNoTraceWorld();
    await asking.anna.service.ask(CONVERSATION);
    await asking.bert.phase('asked');
    await asking.bert.service.endAll();
    expect((await asking.anna.phase('ended')).code).toBe('otr/declined');
  });

  it('[req 3] a key that is still made when it ends is forgotten as soon as it is there', async () => {
    let finish: () => void = () => undefined;
    const forgotten: string[] = [];
    const world = createNoTraceWorld(async (ports) => {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      const key = await createAccountKey(ports);
      return { ...key, forget: () => forgotten.push('key') };
    });
    world.relay = ({ from, octets }) => (from === 'anna' && octets[0] === 5 ? [] : [octets]);
    await world.anna.service.ask(CONVERSATION);
    await world.bert.phase('asked');
    await world.bert.service.answer(CONVERSATION, true);
    await world.bert.service.end(CONVERSATION);
    finish();
    await world.bert.becomes('forgotten', () => forgotten.length > 0);
    expect((await world.bert.view()).phase).toBe('ended');
  });
});

describe('while it goes on', { timeout: 60_000 }, () => {
  it('[req 3] nothing is stored and nothing is logged: no storage and no console is touched', async () => {
    const touched: string[] = [];
    const trap = (name: string) =>
      new Proxy(() => undefined, {
        get: () => touched.push(name) && (() => undefined),
        apply: () => void touched.push(name),
      });
    for (const name of ['indexedDB', 'localStorage', 'sessionStorage', 'caches', 'browser', 'chrome', 'fetch']) {
      vi.stubGlobal(name, trap(name));
    }
    for (const name of ['log', 'info', 'warn', 'error', 'debug'] as const) {
      vi.spyOn(console, name).mockImplementation(() => void touched.push(`console.${name}`));
    }
    const world = await privateWorld();
    await sayAll(world, [drawWord(), drawWord(), drawWord(), drawWord()]);
    world.relay = () => [];
    await world.anna.say('lost');
    world.pass(10_000);
    await world.anna.service.end(CONVERSATION);
    expect(touched).toEqual([]);
  });

  it('[req 3] its code can reach no store, no platform, no network and no console', () => {
    const { files, packages } = importsOf('lib/chat/no-trace/create-no-trace.ts');
    const folders = new Set([...files].map((file) => file.split('/').slice(0, 2).join('/')));
    expect(folders).toEqual(new Set(['lib/chat', 'lib/core', 'lib/otr']));
    expect([...packages].filter((name) => !/^(@noble\/|crypto-js\/)/.test(name))).toEqual([]);
    for (const file of files) expect(readFileSync(file, 'utf8')).not.toMatch(/\bconsole\./);
  });

  it('[req 35] no word of it goes to the relay in clear', async () => {
    const world = await privateWorld();
    const words = [drawWord(), drawWord(), drawWord(), drawWord()] as const;
    await sayAll(world, words);
    const wire = Buffer.concat(world.wire.map(({ octets }) => octets));
    expect(wire.length).toBeGreaterThan(5_000);
    for (const word of words) {
      expect(wire.includes(Buffer.from(word))).toBe(false);
      expect(wire.includes(written(word))).toBe(false);
      expect(wire.includes(written(word).toString('base64').slice(0, 40))).toBe(false);
    }
  });
});
