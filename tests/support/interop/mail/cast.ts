import type { Correspondent } from './correspondent';
import { createGnupg, type Gnupg, type GnupgAlgorithm } from './gnupg';
import { openpgpjsCorrespondent } from './openpgp-js';
import { openWorkshop, type Workshop } from './programs';
import { createReader, type Reader } from './reader';
import { rnpCorrespondent } from './rnp';
import { sequoiaCorrespondent } from './sequoia';

const GNUPG = {
  gpg: 'ed25519',
  gpgRsa: 'RSA 3072',
  gpgP256: 'NIST P-256',
  gpgP384: 'NIST P-384',
  gpgP521: 'NIST P-521',
  gpgBp256: 'Brainpool P-256',
  gpgBp384: 'Brainpool P-384',
} as const satisfies Record<string, GnupgAlgorithm>;

export type Player =
  | keyof typeof GNUPG
  | 'sq'
  | 'sqRsa'
  | 'rnp'
  | 'rnpRsa'
  | 'rnpP256'
  | 'proton'
  | 'protonV6'
  | 'mailvelope'
  | 'flowcrypt'
  | 'stranger';

/** Everybody who writes to me, and me: all of them verified but the stranger. */
export type Cast = Readonly<Record<Player, Correspondent>> & {
  readonly reader: Reader;
  readonly workshop: Workshop;
  readonly gnupg: Gnupg;
  /** My certificates by algorithm, armored. */
  readonly mine: Readonly<Record<'ed25519' | 'v6' | 'rsa' | 'p256' | 'p521' | 'brainpool', string>>;
  close(): void;
};

export async function assembleCast(): Promise<Cast> {
  const workshop = openWorkshop();
  const gnupg = createGnupg(workshop);
  const reader = await createReader();
  const foreign = async (algorithm: GnupgAlgorithm, address: string) =>
    reader.importOwn(await gnupg.exportSecret(await gnupg.makeKey(algorithm, `Me <${address}>`)));
  const mine = {
    ed25519: await reader.own('me@lab.test'),
    v6: await reader.own('me-v6@lab.test', 'v6'),
    rsa: await foreign('RSA 3072', 'me-rsa@lab.test'),
    p256: await foreign('NIST P-256', 'me-p256@lab.test'),
    p521: await foreign('NIST P-521', 'me-p521@lab.test'),
    brainpool: await foreign('Brainpool P-256', 'me-brainpool@lab.test'),
  };
  const me = mine.ed25519;
  const players: Partial<Record<Player, Correspondent>> = {};
  for (const [player, algorithm] of Object.entries(GNUPG))
    players[player as keyof typeof GNUPG] = await gnupg.correspondent(
      algorithm,
      `${player.toLowerCase()}@lab.test`,
      me,
    );
  players.sq = await sequoiaCorrespondent(workshop, 'ed25519', 'sq@lab.test', me);
  players.sqRsa = await sequoiaCorrespondent(workshop, 'RSA 3072', 'sqrsa@lab.test', me);
  players.rnp = await rnpCorrespondent(workshop, 'ed25519', 'rnp@lab.test', me);
  players.rnpRsa = await rnpCorrespondent(workshop, 'RSA 3072', 'rnprsa@lab.test', me);
  players.rnpP256 = await rnpCorrespondent(workshop, 'NIST P-256', 'rnpp256@lab.test', me);
  const js = openpgpjsCorrespondent;
  players.proton = await js('ed25519', 'proton@lab.test', me, { version: 'ProtonMail' });
  players.protonV6 = await js('Ed25519 v6', 'protonv6@lab.test', mine.v6);
  players.mailvelope = await js('RSA 3072', 'mailvelope@lab.test', me, {
    version: 'Mailvelope v6.2.1',
    comment: 'https://mailvelope.com',
  });
  players.flowcrypt = await js('NIST P-256', 'flowcrypt@lab.test', me, {
    version: 'FlowCrypt Email Encryption 8.5.0',
    comment: 'Seamlessly send and receive encrypted email',
  });
  for (const { certificate } of Object.values(players)) await reader.introduce(certificate);
  players.stranger = await js('ed25519', 'stranger@lab.test', me);
  return { ...(players as Record<Player, Correspondent>), reader, workshop, gnupg, mine, close: workshop.close };
}
