import { describe, expect, it } from 'vitest';
import { storedChannel } from '../../../lib/channel/channel';
import {
  deriveOpeningKeys,
  deriveSessionKeys,
  hashAnswer,
  hashAnswerTerms,
  hashOpening,
  hashTerms,
} from '../../../lib/channel/key-schedule';
import { toHex } from '../../../lib/core/wire/ids';
import { createWorld, type Party } from '../../support/channel/world';

const filled = (octet: number, length = 32): Uint8Array => new Uint8Array(length).fill(octet);

const INPUTS = {
  terms: filled(1, 90),
  statement: filled(2, 80),
  prekeys: filled(3, 70),
  'one-time prekey': filled(4, 60),
  'first half, sealed': filled(5, 50),
  dh1: filled(6),
  dh2: filled(7),
  dh3: filled(8),
  dh4: filled(9),
  'ML-KEM secret': filled(10),
  K1: filled(11),
  'answer terms': filled(12, 33),
  'second half, sealed': filled(13, 40),
  'first ratchet agreement': filled(14),
  K2: filled(15),
} as const;
type Inputs = Record<keyof typeof INPUTS, Uint8Array>;

/** The whole schedule, from every input to the root. */
function rootOf(given: Inputs): string {
  const of = (name: keyof Inputs): Uint8Array => given[name].slice();
  const termsHash = hashTerms(of('terms'), {
    statement: of('statement'),
    prekeys: of('prekeys'),
    oneTime: of('one-time prekey'),
  });
  const openingHash = hashOpening(termsHash, of('first half, sealed'));
  const { waiting } = deriveOpeningKeys(openingHash, {
    dh1: of('dh1'),
    dh2: of('dh2'),
    dh3: of('dh3'),
    dh4: of('dh4'),
    kem: of('ML-KEM secret'),
    half: of('K1'),
  });
  const answerHash = hashAnswer(hashAnswerTerms(openingHash, of('answer terms')), of('second half, sealed'));
  const secrets = { waiting, dh: of('first ratchet agreement'), half: of('K2') };
  return toHex(deriveSessionKeys(answerHash, secrets).root);
}

describe('the root of a session', () => {
  it.each(Object.keys(INPUTS) as Array<keyof Inputs>)('is another one when the input "%s" is', (name) => {
    const changed = { ...INPUTS, [name]: INPUTS[name].with(0, 99) };
    expect(rootOf(INPUTS)).toBe(rootOf({ ...INPUTS }));
    expect(rootOf(changed)).not.toBe(rootOf(INPUTS));
  });

  it('is another one when the same octets stand in another place', () => {
    expect(rootOf({ ...INPUTS, dh1: INPUTS.dh2, dh2: INPUTS.dh1 })).not.toBe(rootOf(INPUTS));
    expect(rootOf({ ...INPUTS, K1: INPUTS.K2, K2: INPUTS.K1 })).not.toBe(rootOf(INPUTS));
  });

  it('leaves nothing of its inputs behind', () => {
    const secrets = { dh1: filled(1), dh2: filled(2), dh3: filled(3), dh4: undefined, kem: filled(4), half: filled(5) };
    deriveOpeningKeys(filled(0), secrets);
    const rest = Object.values(secrets).flatMap((octets) => [...(octets ?? [])]);
    expect(new Set(rest)).toEqual(new Set([0]));
  });
});

/** What a party draws while `work` runs; the draw numbered `replaced` is another one. */
async function withDraws(party: Party, replaced: number | undefined, work: () => Promise<unknown>): Promise<number[]> {
  const { random } = party.ports;
  const lengths: number[] = [];
  party.ports.random = (octets) => {
    const drawn = random(octets);
    lengths.push(octets);
    return lengths.length - 1 === replaced ? drawn.map((octet) => octet ^ 0xff) : drawn;
  };
  await work();
  party.ports.random = random;
  return lengths;
}

/** A handshake whose every random octet is the same each time, but for one draw of one side. */
async function handshakeWith(who: 'anna' | 'bert', replaced: number | undefined) {
  const { anna, bert } = await createWorld('same');
  const publication = bert.publish();
  const annaDraws = await withDraws(anna, who === 'anna' ? replaced : undefined, () => anna.start(publication));
  const opening = anna.nod();
  const bertDraws = await withDraws(bert, who === 'bert' ? replaced : undefined, () => bert.hear(opening));
  const root = storedChannel.read(bert.state.channel).sessions[0]?.ratchet.root;
  return { root: root && toHex(root), draws: who === 'anna' ? annaDraws : bertDraws };
}

describe('what each side draws', () => {
  it.each(['anna', 'bert'] as const)('changes the root, whichever draw of %s it is', async (who) => {
    const same = await handshakeWith(who, undefined);
    expect(same.draws).toEqual(who === 'anna' ? [32, 32, 32, 32, 32] : [32, 32]);
    const roots = new Set([same.root]);
    for (const place of same.draws.keys()) roots.add((await handshakeWith(who, place)).root);
    expect(roots.size).toBe(same.draws.length + 1);
    expect((await handshakeWith(who, undefined)).root).toBe(same.root);
  });
});
