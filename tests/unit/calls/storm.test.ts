import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCallsWorld, newCallId, type Person } from '../../support/calls/calls-world';
import { DIGESTS, twoOf } from './people-calling';

/** Of two sides whose backgrounds die anywhere; SOTTO_CALL_STORMS=5000 takes a minute. */
const STORMS = Number(process.env.SOTTO_CALL_STORMS ?? 250);

const WHO = ['anna', 'bert'] as const;
type Who = (typeof WHO)[number];
const who = fc.constantFrom(...WHO);
const act = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('call' as const), who }) },
  { weight: 10, arbitrary: fc.record({ kind: fc.constant('deliver' as const), who, twice: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('accept' as const), who }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('words' as const), who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('end' as const), who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('close' as const), who }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('alive' as const), who }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('die' as const), who, writes: fc.integer({ min: 1, max: 9 }) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 10, max: 25_000 }) }) },
);
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;
type World = ReturnType<typeof createCallsWorld>;

const other = (name: string): Who => (name === 'anna' ? 'bert' : 'anna');

/** What a window asks may be refused, and may die with the background. */
async function ask(person: Person, work: (calls: ReturnType<Person['calls']>) => Promise<unknown>): Promise<void> {
  await work(person.calls()).catch(() => undefined);
  if (person.isDead()) person.rebirth();
}

/** What waits for this person, the first of it: each direction keeps its order. */
async function deliver(world: World, to: Who, twice: boolean): Promise<void> {
  const place = world.network.waiting.findIndex((sent) => sent.to === to);
  const sent = world.network.waiting[place];
  if (sent === undefined) return;
  world.network.waiting.splice(place, 1);
  await world.hand(sent);
  if (twice) await world.hand(sent);
}

const digestsOf = (name: string) => (name === 'anna' ? DIGESTS : { mine: DIGESTS.theirs, theirs: DIGESTS.mine });

async function doAct(world: World, one: Act): Promise<void> {
  if (one.kind === 'pass') {
    await world.pass(one.ms);
    for (const name of WHO) if (world.person(name).isDead()) world.person(name).rebirth();
    return;
  }
  const person = world.person(one.who);
  const id = person.window.open;
  if (one.kind === 'deliver') return deliver(world, one.who, one.twice);
  if (one.kind === 'die') return person.dieIn(one.writes);
  if (one.kind === 'call') return ask(person, (calls) => calls.start(newCallId(), person.to(other(one.who)), false));
  if (id === undefined) return;
  if (one.kind === 'accept') return ask(person, (calls) => calls.accept(id));
  if (one.kind === 'words') return ask(person, (calls) => calls.fingerprints(id, digestsOf(one.who)));
  if (one.kind === 'alive') return ask(person, (calls) => calls.alive(id, true));
  if (one.kind === 'end') return ask(person, (calls) => calls.end(id, 'ended'));
  person.window.open = undefined;
  return ask(person, (calls) => calls.events.onWindowClosed());
}

async function settle(world: World): Promise<void> {
  for (let left = 200; left > 0 && (await world.deliver()); left -= 1);
  expect(world.network.waiting).toEqual([]);
}

/** Three minutes of two windows that are as alive as their calls are, and as connected as both together. */
async function calm(world: World): Promise<void> {
  const { anna, bert } = twoOf(world);
  for (let seconds = 0; seconds < 180; seconds += 3) {
    const [annas, berts] = [await anna.calls().current(), await bert.calls().current()];
    const connected = annas?.phase === 'answered' && berts?.phase === 'answered' && annas.id === berts.id;
    for (const [person, call] of [
      [anna, annas],
      [bert, berts],
    ] as const) {
      if (person.window.open === undefined || call?.phase !== 'answered') continue;
      await person
        .calls()
        .fingerprints(call.id, digestsOf(person.name))
        .catch(() => undefined);
      await person
        .calls()
        .alive(call.id, connected)
        .catch(() => undefined);
    }
    await settle(world);
    await world.pass(3_000);
    await settle(world);
  }
}

describe('two sides whose backgrounds die anywhere, over a channel in which each direction takes its time', () => {
  it(`are in one call or in none, in ${STORMS} storms, and have the same words or none [req 4]`, {
    timeout: 300_000,
  }, async () => {
    const counts = { answered: 0, none: 0, words: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 60 }), async (acts) => {
        const world = createCallsWorld();
        const { anna, bert } = twoOf(world);
        for (const one of acts) await doAct(world, one);
        for (const person of [anna, bert]) if (person.isDead()) person.rebirth();
        for (const person of [anna, bert]) person.dieIn(Number.POSITIVE_INFINITY);
        await settle(world);
        await calm(world);
        const [annas, berts] = [await anna.calls().current(), await bert.calls().current()];
        expect(annas?.id).toBe(berts?.id);
        expect(annas?.phase).toBe(berts?.phase);
        counts[annas === undefined ? 'none' : 'answered'] += 1;
        if (annas === undefined || berts === undefined) return;
        expect(annas.phase).toBe('answered');
        expect([annas.direction, berts.direction].sort()).toEqual(['in', 'out']);
        expect(annas.words.state).toBe(berts.words.state);
        expect(annas.words.state).not.toBe('waiting');
        if (annas.words.state === 'ready' && berts.words.state === 'ready') {
          expect(annas.words.characters).toBe(berts.words.characters);
          counts.words += 1;
        }
        await anna.calls().end(annas.id, 'ended');
        await settle(world);
        expect([await anna.phase(), await bert.phase()]).toEqual(['none', 'none']);
        expect([anna.history.get(annas.id)?.why, bert.history.get(annas.id)?.why]).toEqual(['ended', 'ended']);
      }),
      { numRuns: STORMS },
    );
    // Storms in which nothing ever came to be would prove nothing.
    expect(counts.answered).toBeGreaterThan(STORMS / 50);
    expect(counts.words).toBeGreaterThan(STORMS / 100);
    expect(counts.none).toBeGreaterThan(STORMS / 50);
  });
});
