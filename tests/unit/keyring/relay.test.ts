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
