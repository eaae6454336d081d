import { beforeAll, describe, expect, it } from 'vitest';
import type { OpenPgp, SecretImport } from '../../../lib/core/openpgp-port';
import { createOpenPgp } from '../../../lib/openpgp/openpgp';
import { createOpenPgpPort } from '../../support/channel/openpgp-port';
import { createPartyOf, START } from '../../support/channel/world';
import { makePerson } from '../../support/openpgp/people';

let pgp: OpenPgp;
beforeAll(() => {
  pgp = createOpenPgp();
});

async function createPeople(version: 'v4' | 'v6') {
  const people: SecretImport[] = [];
  for (const name of ['Anna', 'Bert', 'Carla']) people.push(await makePerson(pgp, name, version));
  const [anna, bert, carla] = people as [SecretImport, SecretImport, SecretImport];
  const clock = { now: Math.max(START, Date.now()) };
  const all = people.map(({ certificate }) => certificate);
  const partyOf = (name: string, person: SecretImport) =>
    createPartyOf(name, person.certificate.fingerprint, createOpenPgpPort(pgp, person, all), clock);
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
});
