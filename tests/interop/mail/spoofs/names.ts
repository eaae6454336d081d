import { entity } from '../../../support/interop/mail/entity';
import { evil, head, type Spoof, sealedMail, signaturePart, signedByAlice, signedByMallory, signedOf } from './spoof';
import { ALICE, EVIL, MALLORY, type Stage } from './stage';

/** Mallory signs as herself; the From field is meant to be taken for Alice's. */
const from = (what: string, field: string | readonly string[], more: readonly string[] = []): Spoof => ({
  what: `Mallory signs, ${what}`,
  ends: 'other-address',
  make: (stage) => signedByMallory(stage, head(field, more)),
});
const impostor = (what: string, changes: Partial<Spoof>, field = ALICE): Spoof => ({
  what,
  ends: 'unknown-key',
  make: async (stage: Stage) => signedOf([evil, signaturePart(await stage.impostor.detach(evil))], head(field)),
  ...changes,
});
/** The author named inside the seal is not the one named outside. */
const inside = (what: string, outer: string, inner: string): Spoof => ({
  what,
  ends: 'other-address',
  sealed: 'sealed',
  make: async ({ mallory }) => {
    const headers = [`From: ${inner}`, 'Subject: x', 'Content-Type: text/plain; charset=utf-8; hp="cipher"'];
    return sealedMail(await mallory.seal(entity(headers, EVIL)), head(outer));
  },
});

export const nameSpoofs: readonly Spoof[] = [
  from('From is Alice', ALICE),
  from('two From fields, Alice first', [ALICE, MALLORY]),
  from('two From fields, Alice last', [MALLORY, ALICE]),
  from('two addresses in one From', `${ALICE}, ${MALLORY}`),
  from('two brackets in one From', `Alice <${ALICE}> <${MALLORY}>`),
  from('a group in From', `Friends: ${ALICE}, ${MALLORY};`),
  from('From on two lines', `${MALLORY},\n ${ALICE}`),
  from('an address with two at signs', `${ALICE}@evil.test`),
  from('an encoded word in the place of the address', '=?utf-8?q?Alice_=3Calice=40lab=2Etest=3E?='),
  from('an encoded line end in From', `=?utf-8?q?x=0D=0AFrom:_alice=40lab.test?=, ${MALLORY}`),
  from('a NUL in From', `${ALICE}\0 <${MALLORY}>, <${MALLORY}>`),
  from('a Cyrillic letter in the domain', 'alice@lab.tеst'),
  from('a zero-width space in the address', 'alice@lab\u200b.test'),
  from('no From, Alice as Sender', [], [`Sender: ${ALICE}`]),
  from('an empty From, Alice in Reply-To', '', [`Reply-To: ${ALICE}`]),
  from('From again in a folded Subject', [ALICE], ['Subject: x\n y', `From : ${MALLORY}`]),
  {
    what: "Alice's signed mail under Mallory's name",
    ends: 'other-address',
    make: (stage) => signedByAlice(stage, head(MALLORY)),
  },
  inside('Mallory seals, From is Alice outside and Mallory inside', ALICE, MALLORY),
  inside('Mallory seals, From is Mallory outside and Alice inside', MALLORY, ALICE),
  impostor("a key that names Alice's address, known to nobody", {}),
  impostor("a key that names Alice's address, sent beside hers", { ends: 'undecided', besieged: true }),
  impostor(
    "a key that holds Alice's address in its name",
    { ends: 'undecided', besieged: true },
    `"${ALICE}" <${ALICE}>`,
  ),
];
