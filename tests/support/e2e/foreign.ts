import { decryptKey, generateKey, type PrivateKey, readKey, readPrivateKey, revokeKey } from 'openpgp';

/** Somebody whose key was made outside of Sotto: a contact, or whoever pretends to be one. */
export type Stranger = {
  readonly address: string;
  readonly secret: PrivateKey;
  readonly certificate: string;
  readonly fingerprint: string;
};

type KeyOptions = {
  readonly name?: string;
  readonly also?: readonly string[];
  readonly date?: Date;
  readonly days?: number;
};

const DAY_SECONDS = 86_400;

/** A key for this address, and for others that it claims. */
export async function stranger(address: string, options: KeyOptions = {}): Promise<Stranger> {
  const { name = address.split('@')[0] ?? '', also = [], date, days } = options;
  const { privateKey } = await generateKey({
    userIDs: [address, ...also].map((email) => ({ name, email })),
    format: 'object',
    ...(date === undefined ? {} : { date }),
    ...(days === undefined ? {} : { keyExpirationTime: days * DAY_SECONDS }),
  });
  return fromSecret(address, privateKey);
}

const fromSecret = (address: string, secret: PrivateKey): Stranger => ({
  address,
  secret,
  certificate: secret.toPublic().armor(),
  fingerprint: secret.getFingerprint(),
});

/** Its certificate ran out years ago. */
export const expired = (address: string): Promise<Stranger> =>
  stranger(address, { date: new Date('2020-01-01'), days: 30 });

/** The same key as its owner publishes it after taking it back. */
export async function revoked(person: Stranger): Promise<Stranger> {
  const { publicKey } = await revokeKey({ key: person.secret, format: 'object' });
  return { ...person, certificate: publicKey.armor() };
}

/** A private key as armor, as people paste it by mistake. */
export const secretArmor = (person: Stranger): string => person.secret.armor();

/** A certificate with one octet of its key turned round. */
export async function damaged(person: Stranger): Promise<string> {
  const octets = (await readKey({ armoredKey: person.certificate })).write();
  const lines = Buffer.from(octets.map((octet, at) => (at === 20 ? octet ^ 0xff : octet))).toString('base64');
  return `-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n${lines.replace(/.{64}/g, '$&\n')}\n-----END PGP PUBLIC KEY BLOCK-----\n`;
}

/** The private octets of an exported key, as text that a dump may hold: hex and base64. */
export async function secretNeedles(armored: string, passphrase: string): Promise<readonly string[]> {
  const key = await decryptKey({ privateKey: await readPrivateKey({ armoredKey: armored }), passphrase });
  const parts = [key, ...key.subkeys].flatMap(({ keyPacket }) => {
    const { privateParams } = keyPacket as unknown as { privateParams: Record<string, Uint8Array> | null };
    return Object.values(privateParams ?? {});
  });
  if (parts.length === 0) throw new Error('no private octets');
  return parts.flatMap((octets) => [
    Buffer.from(octets).toString('hex'),
    Buffer.from(octets).toString('base64').replaceAll('=', ''),
  ]);
}
