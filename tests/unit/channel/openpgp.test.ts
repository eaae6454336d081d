import { describe, expect, it } from 'vitest';
import { introduction, meetBy, whoIs } from '../../support/channel/introductions';
import { createKeyringPerson, type KeyringPerson } from '../../support/channel/keyring-people';
import { createPartyOf, START } from '../../support/channel/world';

/** Three people with whole keyrings, each of whom has accepted the others. */
async function createPeople(version: 'v4' | 'v6') {
  const people: KeyringPerson[] = [];
  for (const name of ['Anna', 'Bert', 'Carla']) people.push(await createKeyringPerson(name, version));
  for (const one of people) {
    for (const other of people) if (other !== one) await one.decide(other, 'in-use');
  }
  const [anna, bert, carla] = people as [KeyringPerson, KeyringPerson, KeyringPerson];
  const clock = { now: Math.max(START, Date.now()) };
  const partyOf = (name: string, person: KeyringPerson) =>
    createPartyOf(name, person.fingerprint, person.certificates, clock);
  return { anna: await partyOf('anna', anna), bert: await partyOf('bert', bert), carla: await partyOf('carla', carla) };
}

describe.each(['v4', 'v6'] as const)('with OpenPGP certificates of version %s', (version) => {
  it('two people open a session, both halves under OpenPGP', async () => {
    const { anna, bert } = await createPeople(version);
    anna.meet(bert.statement());
    bert.meet(anna.statement());
    expect(await anna.start(bert.publish(1))).toBe('started');
    const opening = anna.say('first');
    expect(opening.length).toBeLessThan(8_192);
    expect(await bert.listen(opening)).toBe('first');
    expect(await anna.listen(bert.say('second'))).toBe('second');
    expect(await bert.listen(anna.say('third'))).toBe('third');
    expect(bert.status().comparison).toEqual(anna.status().comparison);
  });

  it('an opening under another certificate is refused', async () => {
    const { anna, bert, carla } = await createPeople(version);
    carla.meet(bert.statement());
    bert.meet(anna.statement());
    await carla.start(bert.publish(1));
    expect(await bert.listen(carla.say('I am Anna'))).toBe('refused: foreign');
    bert.meet({ ...anna.statement(), certificate: carla.statement().certificate });
    expect(await bert.listen(carla.say('I am Anna'))).toBe('refused: foreign');
  });

  it('somebody whose certificate is nowhere yet introduces themselves', async () => {
    const [dora, bert] = [await createKeyringPerson('Dora', version), await createKeyringPerson('Bert', version)];
    const clock = { now: Math.max(START, Date.now()) };
    const [sender, reader] = [
      await createPartyOf('dora', dora.fingerprint, dora.certificates, clock),
      await createPartyOf('bert', bert.fingerprint, bert.certificates, clock),
    ];
    const { octets: certificate } = await dora.certificates.ownForChat();
    const { bundle } = reader.publish(0);
    const payload = await introduction(sender, reader, bundle, { certificate });
    expect(payload.length).toBeLessThan(5_000);
    expect(await meetBy(reader, payload)).toMatchObject({
      kind: 'introduced',
      certificate,
      from: { certificate: dora.fingerprint },
    });
    const foreign = await introduction(sender, reader, bundle, { certificate: bert.octets });
    expect(await whoIs(reader, foreign)).toBe('refused: certificate');
    await bert.decide(dora, 'in-use');
    const accepts = dora.fingerprint;
    const back = await introduction(reader, sender, sender.publish(0).bundle, { certificate: bert.octets, accepts });
    expect(await meetBy(sender, back)).toMatchObject({ kind: 'introduced', accepts });
  });
});
