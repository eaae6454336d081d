import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { authenticatedPart, encodeMessage } from '../../../../lib/otr/messages';
import { dataMessagesIn } from '../../../support/no-trace/transcript';
import { CONVERSATION, type NoTraceWorld, privateWorld, stateOf } from '../../../support/no-trace/world';
import { type DataMessage, readData, revealedBy, verifies } from '../../../support/otr/transcript';

const WORDS = 'I owe you 100';
const FORGED = 'I owe you 999';

/** Turns, after which the keys of the first message are gone; then the end, which reveals all that is left. */
async function transcriptOf(world: NoTraceWorld) {
  const { anna, bert } = world;
  const turn = async (from: typeof anna, words: string) => {
    const id = await from.say(words);
    await from.becomes('delivered', (view) => stateOf(view, id) === 'delivered');
  };
  await turn(anna, WORDS);
  for (let round = 0; round < 3; round++) {
    await turn(bert, `bert ${round}`);
    await turn(anna, `anna ${round}`);
  }
  await anna.service.end(CONVERSATION);
  await bert.phase('ended');
  return { hers: dataMessagesIn(world.frames('anna')), his: dataMessagesIn(world.frames('bert')) };
}

/** Another word of the same length: AES in counter mode lets whoever knows the words change them without the key. */
function forge({ message }: DataMessage, words: string, other: string, macKey: Uint8Array): DataMessage {
  const encrypted = message.encrypted.slice();
  const [from, to] = [Buffer.from(words), Buffer.from(other)];
  for (let at = 0; at < from.length; at++) encrypted[at] = (encrypted[at] ?? 0) ^ (from[at] ?? 0) ^ (to[at] ?? 0);
  const unsigned = { ...message, encrypted };
  const octets = encodeMessage(unsigned);
  const mac = createHmac('sha1', macKey).update(authenticatedPart(octets, unsigned)).digest();
  return readData(`?OTR:${Buffer.from(encodeMessage({ ...unsigned, mac })).toString('base64')}.`);
}

describe('what was written down of a conversation without trace', { timeout: 60_000 }, () => {
  it('can be changed by anyone afterwards, with a MAC key that was revealed, and verifies', async () => {
    const { hers, his } = await transcriptOf(await privateWorld());
    const genuine = hers[0] as DataMessage;
    const revealed = [...hers, ...his].flatMap(revealedBy);
    const key = revealed.find((one) => verifies(genuine, one));
    if (key === undefined) throw new Error('the key of the first message was not revealed');
    const forged = forge(genuine, WORDS, FORGED, key);
    expect(forged.message.encrypted).not.toEqual(genuine.message.encrypted);
    expect(verifies(forged, key)).toBe(true);
    // The guard sees a message that was changed without the key.
    const unsigned = { ...forged, message: { ...forged.message, mac: genuine.message.mac } };
    expect(verifies(unsigned, key)).toBe(false);
  });

  it('is covered by revealed keys: all that who ended it has read, and all of the other side but the last turns', async () => {
    const { hers, his } = await transcriptOf(await privateWorld());
    const revealed = [...hers, ...his].flatMap(revealedBy);
    const uncovered = (messages: readonly DataMessage[]) =>
      messages.filter((message) => !revealed.some((key) => verifies(message, key)));
    expect([hers.length, his.length]).toEqual([5, 3]);
    expect(uncovered(his)).toEqual([]);
    // Who hears the end has no message left to reveal the newest keys in: of her last two turns, and of the end itself.
    expect(uncovered(hers).length).toBeLessThanOrEqual(3);
  });
});
