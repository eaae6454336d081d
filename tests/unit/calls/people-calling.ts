import type { CallId } from '../../../lib/core/calls';
import { createCallsWorld, newCallId, type Person } from '../../support/calls/calls-world';

export const twoOf = (world: ReturnType<typeof createCallsWorld>) => ({
  anna: world.person('anna'),
  bert: world.person('bert'),
});

export const lineOf = (person: Person, id: CallId) => person.history.get(id);

/** Anna calls Bert, and it rings. */
export async function ringing(video = false) {
  const world = createCallsWorld();
  const { anna, bert } = twoOf(world);
  const id = newCallId();
  await anna.calls().start(id, anna.to('bert'), video);
  await world.settle();
  return { world, anna, bert, id };
}

/** And Bert answers. */
export async function talking() {
  const all = await ringing();
  await all.bert.calls().accept(all.id);
  await all.world.settle();
  return all;
}

const DIGESTS = { mine: new Uint8Array(32).fill(1), theirs: new Uint8Array(32).fill(2) };

/** And both windows know both DTLS certificates. */
export async function withWords() {
  const all = await talking();
  await all.anna.calls().fingerprints(all.id, DIGESTS);
  await all.bert.calls().fingerprints(all.id, { mine: DIGESTS.theirs, theirs: DIGESTS.mine });
  await all.world.settle();
  return all;
}

/** The words on somebody's screen. */
export async function wordsOf(person: Person, id: CallId) {
  const { words } = await person.calls().view(id);
  if (words.state !== 'ready') throw new Error(`no words: ${JSON.stringify(words)}`);
  return words;
}

export { DIGESTS };
