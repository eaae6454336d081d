import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NoTraceView } from '../../../lib/core/chat';
import { createForeignPair } from '../../support/no-trace/foreign-peer';
import { dataMessagesIn } from '../../support/no-trace/transcript';
import { CONVERSATION, drawId, privateWorld, stateOf, textsOf } from '../../support/no-trace/world';
import { describeWithLibotr, type LibotrLab, openLibotrLab, wiresOf } from '../../support/otr/libotr';
import {
  type DataMessage,
  forgeWith,
  readData,
  revealedBy,
  toolkitMissing,
  verifies,
} from '../../support/otr/transcript';

const TURNS = 20;

describeWithLibotr('a conversation without trace, with libotr at the other end', () => {
  let lab: LibotrLab;
  beforeAll(() => {
    lab = openLibotrLab();
  });
  afterAll(() => lab.close());

  const open = async (name: string, fragment = 0) => {
    const theirs = await lab.open(name, { fragment });
    const pair = createForeignPair(async (text) => wiresOf(await theirs.do('W', text)));
    await pair.service.ask(CONVERSATION);
    await pair.becomes('private', ({ phase }) => phase === 'private');
    await pair.becomes('private there', () => theirs.fact('state') === 'secure');
    const they = (...command: [string, ...string[]]) =>
      pair.does(async () => wiresOf(await theirs.do(...command)), drawId());
    return { pair, theirs, they };
  };

  it.each([0, 300])(`carries ${TURNS} messages each way (fragments of %i)`, async (fragment) => {
    const { pair, theirs, they } = await open(`no-trace-${fragment}`, fragment);
    const [ours, others] = [[] as string[], [] as string[]];
    for (let turn = 0; turn < TURNS; turn++) {
      ours.push(`ours ${turn} ${'ß'.repeat(turn)}`);
      others.push(`theirs ${turn} ${'✓'.repeat(turn)}`);
      const id = drawId();
      await pair.service.send(CONVERSATION, { id, text: ours.at(-1) ?? '' });
      if (turn % 3 > 0) await pair.becomes('delivered', (view) => stateOf(view, id) === 'delivered');
      await they('S', others.at(-1) ?? '');
      if (turn % 2 > 0) await pair.becomes('theirs', (view) => textsOf(view, false).length === turn + 1);
    }
    const view = await pair.becomes('all', ({ messages }) => {
      const isFinal = messages.every(({ mine, state }) => state === (mine ? 'delivered' : 'received'));
      return messages.length === 2 * TURNS && isFinal;
    });
    expect([theirs.shown('sealed'), textsOf(view, false)]).toEqual([ours, others]);
    expect([theirs.facts('event'), theirs.facts('error'), theirs.shown('clear')]).toEqual([[], [], []]);
  });

  it.each([
    ['tulip', 'same'],
    ['rose', 'different'],
  ] as const)('compares a secret, answered with %s: %s', async (answer, result) => {
    const { pair, theirs, they } = await open(`no-trace-smp-${result}`);
    const isTold = ({ smp }: NoTraceView) => smp.state === result;
    await pair.service.compare(CONVERSATION, 'tulip', 'Which flower?');
    await pair.becomes('asked', () => theirs.fact('smp') === 'asked');
    await they('R', answer);
    await pair.becomes(result, isTold);
    expect(theirs.fact('smp')).toBe(result);
    await they('M', 'Which flower?', 'tulip');
    await pair.becomes('asked back', ({ smp }) => smp.state === 'asked' && smp.question === 'Which flower?');
    await pair.service.compare(CONVERSATION, answer);
    await pair.becomes(result, isTold);
    await they('M', '', 'tulip');
    await pair.becomes('asked again', ({ smp }) => smp.state === 'asked');
    await they('A');
    await pair.becomes('stopped', ({ smp }) => smp.stopped === true);
  });

  it('is ended by either, and the other hears it', async () => {
    const ours = await open('no-trace-end-ours');
    await ours.they('S', 'before');
    await ours.pair.service.end(CONVERSATION);
    await ours.pair.becomes('heard', () => ours.theirs.fact('state') === 'finished');
    const others = await open('no-trace-end-theirs');
    await others.they('S', 'before');
    await others.they('E');
    const view = await others.pair.becomes('ended', ({ phase }) => phase === 'ended');
    expect([view.code, view.messages]).toEqual(['otr/ended-by-them', []]);
  });
});

const missing = toolkitMissing();

describe.skipIf(missing !== undefined)(`its transcript${missing ? ` (skipped: ${missing})` : ''}`, () => {
  it("is changed by libotr's own tool with a revealed key, and verifies", async () => {
    const world = await privateWorld();
    for (let round = 0; round < 3; round++) {
      for (const side of [world.anna, world.bert]) {
        const id = await side.say('I owe you 100');
        await side.becomes('delivered', (view) => stateOf(view, id) === 'delivered');
      }
    }
    const [genuine] = dataMessagesIn(world.frames('anna')) as [DataMessage];
    const key = dataMessagesIn(world.frames('bert'))
      .flatMap(revealedBy)
      .find((revealed) => verifies(genuine, revealed));
    if (key === undefined) throw new Error('the key of the first message was not revealed');
    const changed = await forgeWith(
      'otr_modify',
      [key.toString('hex'), 'I owe you 100', 'I owe you 999', '0'],
      genuine.text,
    );
    const forged = readData(changed);
    expect(forged.message.encrypted).not.toEqual(genuine.message.encrypted);
    expect(verifies(forged, key)).toBe(true);
  });
});
