import { expect, it } from 'vitest';
import type { Evidence } from '../../../lib/core/certificate';
import { createKeyringWorld, mailed, pasted } from '../../support/keyring-world';
import { address, makePerson } from '../../support/people';

const bobAddress = address('bob@example.org');
const relayed = (at = 1): Evidence => ({ source: 'relay', detail: 'bob.k7m2q', at });

it('keeps mail to an address going when a relay brings another certificate that names it [req 34]', async () => {
  const { contacts } = (await createKeyringWorld()).start();
  const [bob, imitator] = [await makePerson(['bob@example.org']), await makePerson(['bob@example.org'])];
  await contacts.submit(bob.octets, pasted());
  await contacts.decide(bob.fingerprint, 'verified');
  expect(await contacts.submit(imitator.octets, relayed())).toMatchObject({ ok: true, news: 'new' });
  expect(await contacts.addressState(bobAddress)).toMatchObject({ state: 'verified', fingerprint: bob.fingerprint });
  expect(await contacts.decisionOn(bob.fingerprint)).toBe('verified');
  expect(await contacts.undecidedCount()).toBe(0);
  // Whoever decides for the other one is told first whose place it takes.
  expect((await contacts.report(imitator.fingerprint)).changes).toMatchObject([{ address: bobAddress }]);
});

it('uses a certificate that a relay brought for mail, once it is accepted', async () => {
  const { contacts } = (await createKeyringWorld()).start();
  const bob = await makePerson(['bob@example.org']);
  await contacts.submit(bob.octets, relayed());
  expect((await contacts.addressState(bobAddress)).state).toBe('none');
  await contacts.decide(bob.fingerprint, 'in-use');
  expect((await contacts.certificateFor(bobAddress)).fingerprint).toBe(bob.fingerprint);
  await contacts.submit(bob.octets, relayed(2));
  expect((await contacts.addressState(bobAddress)).state).toBe('in-use');
});

it('asks for the address as before when a mail or a person brings it, too', async () => {
  const { contacts } = (await createKeyringWorld()).start();
  const bob = await makePerson(['bob@example.org']);
  await contacts.submit(bob.octets, relayed());
  await contacts.submit(bob.octets, mailed(bobAddress, 2));
  expect((await contacts.addressState(bobAddress)).state).toBe('undecided');
});

it('says the same of one certificate as the whole list does, whatever claims what', async () => {
  const { contacts } = (await createKeyringWorld()).start();
  const named = [['a'], ['a', 'b'], ['b', 'c'], ['c'], ['a', 'c']].map((names) =>
    names.map((name) => `${name}@example.org`),
  );
  const people = await Promise.all(named.map((addresses) => makePerson(addresses)));
  const decisions = ['verified', 'in-use', 'refused', 'later'] as const;
  for (let round = 0; round < 60; round++) {
    const person = people[(round * 7) % people.length];
    const decision = decisions[(round * 5 + Math.floor(round / 4)) % decisions.length];
    if (person === undefined || decision === undefined) continue;
    const { ok } = await contacts.submit(person.octets, round % 3 === 0 ? relayed(round) : pasted(round));
    if (ok && round % 2 === 0) await contacts.decide(person.fingerprint, decision);
    for (const { fingerprint, decision: shown } of await contacts.list()) {
      expect(await contacts.decisionOn(fingerprint), `round ${round}`).toBe(shown);
    }
  }
});
