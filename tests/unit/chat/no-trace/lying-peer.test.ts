import { randomFillSync, randomInt } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type RunId, writeFrame } from '../../../../lib/chat/no-trace/frames';
import type { NoTraceView } from '../../../../lib/core/chat';
import { createForeignPair } from '../../../support/no-trace/foreign-peer';
import {
  begin,
  CONVERSATION,
  createNoTraceWorld,
  drawId,
  privateWorld,
  stateOf,
  textsOf,
} from '../../../support/no-trace/world';
import { makePerson, textsOf as otrTextsOf, type Person } from '../../../support/otr/people';

const OTHER = 'ff'.repeat(16) as RunId;
const isPrivate = ({ phase }: NoTraceView) => phase === 'private';

/** A program that speaks OTR as it should, around which a liar puts frames. */
async function liar() {
  const person: Person = await makePerson();
  const pair = createForeignPair(async (text) => otrTextsOf(await person.receive(text)));
  await pair.service.ask(CONVERSATION);
  await pair.becomes('private', isPrivate);
  return { person, pair };
}

describe('octets that are not what they should be', { timeout: 60_000 }, () => {
  it('[req 36] nothing of 3,000 random and changed signals throws or changes anything, and it goes on afterwards', async () => {
    const world = await privateWorld();
    await world.anna.say('one');
    await world.bert.becomes('one', ({ messages }) => messages.length === 1);
    const before = await world.bert.view();
    const hers = world.wire.filter(({ from }) => from === 'anna').map(({ octets }) => octets.slice());
    const words = world.frames('anna').findLast((frame) => frame.kind === 'otr');
    if (words?.kind !== 'otr') throw new Error('nothing was said');
    const next = writeFrame(words.run, { ...words, sequence: words.sequence + 1 });
    for (let round = 0; round < 3_000; round++) {
      const base = round % 3 === 1 ? next : (hers[round % hers.length] ?? next);
      const octets = round % 3 === 0 ? randomFillSync(new Uint8Array(randomInt(0, 400))) : mutated(base);
      await world.bert.service.receive(CONVERSATION, octets);
    }
    await world.bert.say('through');
    await world.anna.becomes('still there', (view) => textsOf(view, false).includes('through'));
    expect((await world.bert.view()).messages[0]).toEqual(before.messages[0]);
    expect((await world.bert.view()).messages).toHaveLength(2);
    // A text that says of itself that it may be ignored, if it cannot be read, can have taken the next number.
    await world.anna.say('perhaps');
    await world.anna.say('two');
    const view = await world.bert.becomes('two', (seen) => textsOf(seen, false).at(-1) === 'two');
    expect(textsOf(view, false).filter((text) => text !== 'perhaps')).toEqual(['one', 'two']);
  });

  it('[req 36] what the relay hands on three times is shown once and counted once', async () => {
    const world = createNoTraceWorld();
    world.relay = ({ octets }) => [octets, octets, octets];
    await begin(world);
    const id = await world.anna.say('once');
    await world.bert.say('me too');
    await world.anna.becomes('all', (view) => view.messages.length === 2 && stateOf(view, id) === 'delivered');
    expect(textsOf(await world.bert.view(), false)).toEqual(['once']);
    await world.anna.service.end(CONVERSATION);
    expect((await world.bert.phase('ended')).code).toBe('otr/ended-by-them');
  });

  it('[req 36] what is handed on again later is not answered: no exchange begins, no error goes out', async () => {
    const world = await privateWorld();
    const id = await world.anna.say('once');
    await world.anna.becomes('delivered', (view) => stateOf(view, id) === 'delivered');
    const hers = world.wire.filter(({ from }) => from === 'anna');
    const answers = world.frames('bert').length;
    for (const { octets } of hers) await world.bert.service.receive(CONVERSATION, octets);
    await world.bert.say('after them all');
    await world.anna.becomes('his word', (view) => textsOf(view, false).length === 1);
    await world.bert.becomes('confirmed', ({ messages }) => messages.at(-1)?.state === 'delivered');
    expect(world.frames('bert').length).toBe(answers + 1);
    expect(textsOf(await world.bert.view(), false)).toEqual(['once']);
  });

  it('[req 36] what was overtaken is not shown and not said to be delivered, until it is sent again', async () => {
    const world = await privateWorld();
    const held: Uint8Array[] = [];
    world.relay = ({ octets }) => (octets[0] === 5 && held.push(octets) < 2 ? [] : [octets, ...held.splice(0, 1)]);
    const first = await world.anna.say('first');
    const second = await world.anna.say('second');
    await world.anna.becomes('second', (view) => stateOf(view, second) === 'delivered');
    world.pass(10_000);
    expect(stateOf(await world.anna.view(), first)).toBe('error');
    expect(textsOf(await world.bert.view(), false)).toEqual(['second']);
    world.relay = ({ octets }) => [octets];
    await world.anna.service.send(CONVERSATION, { id: first, text: 'first' });
    await world.anna.becomes('first', (view) => stateOf(view, first) === 'delivered');
  });

  it('frames of a conversation that is not there begin nothing; who sends a text hears that it is not there', async () => {
    const { anna, frames } = createNoTraceWorld();
    for (const body of [
      { kind: 'agree' },
      { kind: 'decline' },
      { kind: 'end', reason: 'ended' },
      { kind: 'read', sequence: 1 },
      { kind: 'otr', sequence: 1, message: undefined, text: '?OTRv3?' },
    ] as const) {
      await anna.service.receive(CONVERSATION, writeFrame(OTHER, body));
    }
    expect(await anna.view()).toEqual({ phase: 'none', messages: [], smp: { state: 'none' } });
    const unknown = { kind: 'end', run: OTHER, reason: 'unknown' };
    expect(frames('anna')).toEqual([unknown, unknown]);
    expect(anna.service.active()).toBe(false);
  });

  it('nobody is agreed for: who is asked decides, whatever the other says meanwhile', async () => {
    const pair = createForeignPair(async () => []);
    const run = OTHER;
    await pair.say({ kind: 'ask' }, run);
    await pair.say({ kind: 'agree' }, run);
    await pair.say({ kind: 'otr', sequence: 1, message: undefined, text: '?OTRv3?' }, run);
    await pair.say({ kind: 'decline' }, run);
    expect((await pair.service.view(CONVERSATION)).phase).toBe('asked');
    expect(pair.frames).toEqual([]);
  });

  it('its own request sent back is no request of the other', async () => {
    const world = createNoTraceWorld();
    world.relay = () => [];
    await world.anna.service.ask(CONVERSATION);
    await world.anna.service.receive(CONVERSATION, world.wire[0]?.octets ?? new Uint8Array());
    expect((await world.anna.view()).phase).toBe('asking');
  });
});

describe('a peer that speaks OTR and lies around it', { timeout: 60_000 }, () => {
  it('shows nothing that was not sealed by OTR', async () => {
    const { pair } = await liar();
    const TAGGED = 'hello \t  \t\t\t\t \t \t \t    \t\t  \t\t';
    await pair.texts(
      ['in clear', '?OTR Error: read this', '?OTRv3? and this', TAGGED, '?OTR:AAMD.', '?OTR|1|2,1,2,x,'],
      drawId(),
    );
    await pair.texts([''], drawId());
    await pair.becomes('all read', () => pair.frames.filter(({ kind }) => kind === 'read').length > 3);
    const view = await pair.service.view(CONVERSATION);
    expect([view.phase, view.messages]).toEqual(['private', []]);
  });

  it('confirms nothing that was not sent, and cannot take a message of ours by its id', async () => {
    const { person, pair } = await liar();
    for (let sequence = 0; sequence < 50; sequence++) await pair.say({ kind: 'read', sequence });
    await pair.say({ kind: 'read', sequence: 99 });
    const id = drawId();
    await pair.service.send(CONVERSATION, { id, text: 'mine' });
    await pair.texts(otrTextsOf(await person.send('forged over it')), id);
    await pair.texts(otrTextsOf(await person.send('without an id')));
    const view = await pair.becomes('the second', (seen) => seen.messages.length === 2);
    expect(view.messages.map(({ text, mine }) => [text, mine])).toEqual([
      ['mine', true],
      ['without an id', false],
    ]);
  });

  it('cannot put another key in the place of its own', async () => {
    const { pair } = await liar();
    const other = await makePerson();
    const commit = otrTextsOf(await other.receive('?OTRv3?'));
    await pair.texts(commit);
    const dhKey = await pair.becomes('an answer', () => pair.frames.at(-1)?.kind === 'read').then(() => pair.frames);
    const answered = dhKey.findLast((frame) => frame.kind === 'otr');
    await pair.texts(otrTextsOf(await other.receive(answered?.kind === 'otr' ? answered.text : '')));
    const view = await pair.becomes('the other key refused', ({ trouble }) => trouble === 'otr/key-changed');
    expect(view.phase).toBe('private');
  });

  it('that floods is held to a bound, and what it sent last still arrives', async () => {
    const { person, pair } = await liar();
    for (let round = 0; round < 1_100; round++) {
      await pair.texts(otrTextsOf(await person.send(`flood ${round}`)), drawId());
      if (round % 50 === 0) await pair.becomes('read', ({ messages }) => messages.length > 0);
    }
    await pair.texts(otrTextsOf(await person.send('last')), drawId());
    const view = await pair.becomes('the last', ({ messages }) => messages.at(-1)?.text === 'last');
    expect(view.messages.length).toBeLessThanOrEqual(1_000);
  });

  it('that never answers the key exchange, or answers nonsense, is given up after 30 seconds', async () => {
    const pair = createForeignPair(async () => ['?OTR:AAMKAAAAAA.', '?OTR:nonsense.', 'nonsense']);
    await pair.service.ask(CONVERSATION);
    await pair.becomes('nonsense heard', () => pair.frames.some(({ kind }) => kind === 'otr'));
    pair.pass(30_000);
    expect((await pair.service.view(CONVERSATION)).code).toBe('otr/not-begun');
    await pair.becomes('told', () => pair.frames.at(-1)?.kind === 'end');
  });

  it('whose message cannot be read is told so, and the person too', async () => {
    const { person, pair } = await liar();
    const [text = ''] = otrTextsOf(await person.send('changed on its way'));
    const at = Math.floor(text.length / 2);
    const changed = `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
    await pair.texts([changed], drawId());
    const view = await pair.becomes('said', ({ trouble }) => trouble === 'otr/unreadable');
    expect(view.messages).toEqual([]);
    await pair.texts(otrTextsOf(await person.send('whole')), drawId());
    expect((await pair.becomes('whole', ({ messages }) => messages.length === 1)).trouble).toBeUndefined();
  });
});

/** Behind kind, run and number: with these right, it is what an honest peer could say too. */
const HEAD = 1 + 16 + 4;

/** Some octets changed, and perhaps the end cut off. */
function mutated(octets: Uint8Array): Uint8Array {
  const isCut = octets.length > HEAD + 1 && randomInt(4) === 0;
  const changed = octets.slice(0, isCut ? randomInt(HEAD, octets.length) : undefined);
  for (let change = randomInt(1, 4); change > 0 && changed.length > HEAD; change--) {
    const at = randomInt(HEAD, changed.length);
    changed[at] = (changed[at] ?? 0) ^ randomInt(1, 256);
  }
  return changed;
}
