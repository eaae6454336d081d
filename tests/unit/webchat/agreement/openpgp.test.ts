import { describe, expect, it } from 'vitest';
import { readPayload } from '../../../../lib/core/wire/webchat-payload';
import { toInline } from '../../../../lib/inline/to-inline';
import type { AgreementPorts } from '../../../../lib/webchat/agreement/work';
import { createKeyringPerson, type KeyringPerson } from '../../../support/channel/keyring-people';
import { createTalkerOf, type Talker } from '../../../support/webchat/talkers';

/** As the background fulfils it: what is offered is looked at, and decided about by the person alone. */
function certificatesOf({ certificates, contacts }: KeyringPerson): AgreementPorts['certificates'] {
  return {
    ...certificates,
    decisionOn: (fingerprint) => contacts.decisionOn(fingerprint),
    people: async () => [],
    offer: async (octets, evidence) => {
      const outcome = await contacts.submit(octets, evidence);
      if (!outcome.ok) throw new Error(outcome.code);
      return { fingerprint: outcome.fingerprint, name: 'from the certificate', decision: 'unknown' };
    },
  };
}

const sizeOf = (payload: Uint8Array): { readonly octets: number; readonly characters: number } => ({
  octets: payload.length,
  characters: toInline(payload, 100_000).reduce((sum, part) => sum + part.length, 0),
});

describe.each(['v4', 'v6'] as const)('through a chat, with OpenPGP certificates of version %s', (version) => {
  it('two people who never met open a channel, and the sizes of its texts are as documented', async () => {
    const [one, other] = [await createKeyringPerson('Anna', version), await createKeyringPerson('Bert', version)];
    const clock = { now: Date.now() };
    const talkerOf = (name: string, person: KeyringPerson): Talker =>
      createTalkerOf(name, certificatesOf(person), person.fingerprint, clock, [], `${name} ${version}`);
    const [anna, bert] = [talkerOf('anna', one), talkerOf('bert', other)];
    const next = ({ state }: Talker): Uint8Array => {
      const [payload = new Uint8Array()] = state.talk.waiting;
      state.talk = { ...state.talk, waiting: [] };
      return payload;
    };

    await anna.begin();
    const greeting = next(anna);
    expect(await bert.read(greeting)).toMatchObject({ kind: 'step', step: 'greeting' });
    expect(await bert.view()).toMatchObject({ channel: 'your-decision', offered: { fingerprint: one.fingerprint } });
    await other.contacts.decide(one.fingerprint, 'in-use');
    await bert.advance();
    const opening = next(bert);
    const early = await bert.seal('before the answer');
    expect(await anna.read(opening)).toMatchObject({ kind: 'step', step: 'opening' });
    expect(await anna.read(early)).toEqual({ kind: 'not-opened', code: 'contact/undecided', again: true });
    await one.contacts.decide(other.fingerprint, 'verified');
    await anna.advance();
    const answer = next(anna);
    expect(await anna.read(early)).toMatchObject({ kind: 'text', text: 'before the answer', from: { name: 'Bert' } });
    expect(await bert.read(answer)).toMatchObject({ kind: 'step', step: 'answer' });
    await anna.read(next(bert));
    await bert.read(await anna.seal('nobody waits any more'));
    const words = await bert.seal('w'.repeat(160));
    expect(await anna.read(words)).toMatchObject({ kind: 'text', text: 'w'.repeat(160) });
    expect((await anna.view()).comparison).toBe((await bert.view()).comparison);

    const sizes = Object.entries({ greeting, opening, 'words with an opening': early, answer, words }).map(
      ([name, payload]) => [name, sizeOf(payload)] as const,
    );
    console.table(Object.fromEntries(sizes));
    expect(readPayload(words)?.kind).toBe('packet');
    expect(words.length).toBeLessThan(400);
    expect(Math.max(...sizes.map(([, { octets }]) => octets))).toBeLessThan(6_000);
  });
});
