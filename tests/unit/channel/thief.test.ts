import { describe, expect, it } from 'vitest';
import { createThief } from '../../support/channel/thief';
import { createWorld, type Party } from '../../support/channel/world';

/** A conversation from its first word on; `n` is the number of messages both have sent. */
async function createTapped() {
  const world = await createWorld('tapped');
  const { anna, bert } = world;
  await anna.start(bert.publish());
  const tape: Uint8Array[] = [];
  const speak = async (from: Party, to: Party): Promise<void> => {
    const payload = from.say(`message ${tape.length + 1}`);
    tape.push(payload);
    expect(await to.listen(payload)).toBe(`message ${tape.length}`);
  };
  return { ...world, tape, speak };
}

const TURNS = 'aabbabbaab';

describe('a thief of the whole state', () => {
  it('opens none of the messages before, at whatever message the state is stolen', async () => {
    const { anna, bert, tape, speak } = await createTapped();
    for (const who of TURNS) {
      await (who === 'a' ? speak(anna, bert) : speak(bert, anna));
      for (const party of [anna, bert]) {
        expect(createThief(party.state.channel).read(tape)).toEqual([]);
      }
    }
  });

  it('opens none of them with any 32 octets of the state as a key', async () => {
    const { anna, bert, tape, speak } = await createTapped();
    for (const who of 'aabba') await (who === 'a' ? speak(anna, bert) : speak(bert, anna));
    for (const party of [anna, bert]) {
      const stolen = party.state.channel;
      expect(stolen.length).toBeGreaterThan(300);
      expect(createThief(stolen).read(tape, true)).toEqual([]);
    }
  });

  it('cannot open what was said while the other half of the key was awaited', async () => {
    const { anna, tape } = await createTapped();
    for (let count = 1; count <= 3; count += 1) {
      tape.push(anna.say(`message ${count}`));
      expect(createThief(anna.state.channel).read(tape)).toEqual([]);
    }
  });

  it('with the device, too, finds the one-time prekey gone', async () => {
    const { anna, bert, certificates } = await createTapped();
    const opening = anna.say('first');
    const channel = bert.state.channel;
    expect(await bert.listen(opening)).toBe('first');
    expect(certificates.fingerprintOf('bert')).toHaveLength(40);
    bert.state.channel = channel;
    expect(await bert.listen(opening)).toBe('refused: prekey-gone');
  });

  it('reads the next message of a stolen chain, so that nothing above is blindness', async () => {
    const { anna, bert, tape, speak } = await createTapped();
    for (const who of TURNS) await (who === 'a' ? speak(anna, bert) : speak(bert, anna));
    const thief = createThief(bert.state.channel);
    await speak(bert, anna);
    await speak(anna, bert);
    expect(thief.read(tape)).toEqual([`message ${tape.length - 1}`, `message ${tape.length}`]);
  });

  it.each(['anna', 'bert'] as const)('opens nothing further after one round trip, stolen from %s', async (from) => {
    const world = await createTapped();
    const { anna, bert, tape, speak } = world;
    for (const who of TURNS) await (who === 'a' ? speak(anna, bert) : speak(bert, anna));
    const [victim, other] = from === 'anna' ? [anna, bert] : [bert, anna];
    const thief = createThief(victim.state.channel);
    await speak(victim, other);
    await speak(other, victim);
    const after = tape.length;
    for (let round = 0; round < 5; round += 1) {
      await speak(victim, other);
      await speak(other, victim);
    }
    const read = thief.read(tape).map((words) => Number(words.split(' ')[1]));
    expect(read.length).toBeGreaterThan(0);
    expect(read.filter((number) => number > after)).toEqual([]);
  });
});
