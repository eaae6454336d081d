import {
  type AnyPacket,
  config,
  enums,
  PacketList,
  type PrivateKey,
  PublicKey,
  SignaturePacket,
  UserIDPacket,
} from 'openpgp';
import { neutralise } from '../core/display-text';
import { AppError } from '../core/errors';
import type { CertificateOctets, SecretKeyOctets } from '../core/openpgp-port';
import { attempt } from './attempt';
import { soundnessOf } from './health';
import { fingerprintOf, loadCertificate } from './key-parts';
import { mergeCertificates } from './merge-certificate';
import { toCertificateOctets } from './read-certificate';
import { openSecret } from './secret-key';
import { viewUserIds } from './view-user-ids';

/** What the library does not declare. */
type Certifier = SignaturePacket & {
  sign(key: object, data: object, date: Date, detached: boolean, options: object): Promise<void>;
};

/** What a version 4 certificate says of its key in the signature of a name: readers take it from any of its names. */
const SAID_OF_KEY = new Set([
  'keyFlags',
  'features',
  'keyExpirationTime',
  'keyNeverExpires',
  'preferredSymmetricAlgorithms',
  'preferredHashAlgorithms',
  'preferredCompressionAlgorithms',
  'preferredAEADAlgorithms',
  'preferredCipherSuites',
  'keyServerPreferences',
]);

const said = (by: SignaturePacket): Partial<SignaturePacket> =>
  Object.fromEntries(Object.entries(by).filter(([name]) => SAID_OF_KEY.has(name)));

/** What ends by itself ends when it did before. */
function ending(before: SignaturePacket, at: Date): Partial<SignaturePacket> {
  const ends = before.getExpirationTime();
  if (!(ends instanceof Date)) return {};
  const seconds = Math.max(1, Math.floor((ends.getTime() - at.getTime()) / 1_000));
  return { signatureExpirationTime: seconds, signatureNeverExpires: false };
}

async function certification(
  { keyPacket }: PrivateKey,
  userID: UserIDPacket,
  properties: Partial<SignaturePacket>,
  at: Date,
): Promise<SignaturePacket> {
  const packet = new SignaturePacket() as Certifier;
  Object.assign(packet, properties);
  packet.signatureType = enums.signature.certPositive;
  packet.publicKeyAlgorithm = keyPacket.algorithm;
  packet.hashAlgorithm = enums.hash.sha512;
  await packet.sign(keyPacket, { userID, key: keyPacket }, at, false, config);
  return packet;
}

/** The new name with its signature; before it the primary name, where nothing but its age has made it that. */
async function newParts(key: PublicKey, secret: PrivateKey, userId: string, at: Date): Promise<PublicKey> {
  const { user, selfCertification } = await key.getPrimaryUser(at);
  const packets = new PacketList<AnyPacket>();
  packets.push(key.keyPacket);
  if (user.userID && !selfCertification.isPrimaryUserID) {
    // RFC 9580, 5.2.3.27: without the mark, the newest name would count as the primary one.
    const properties = { ...said(selfCertification), ...ending(selfCertification, at), isPrimaryUserID: true };
    packets.push(user.userID, await certification(secret, user.userID, properties, at));
  }
  const name = UserIDPacket.fromObject({ name: userId });
  packets.push(name, await certification(secret, name, said(selfCertification), at));
  return new PublicKey(packets);
}

/**
 * The certificate with one name more, which its own primary key certifies (RFC 9580, 5.2.1, type 0x13); the primary name
 * stays, and so does everything else. `userId`: as it will stand there. Throws `bus/bad-input` for one that could not be
 * shown as it is, `key/no-certifying` where the secret part that certifies is not here or the name was revoked, `key/damaged`.
 */
export function certifyUserId(
  secret: SecretKeyOctets,
  certificate: CertificateOctets,
  userId: string,
): Promise<CertificateOctets> {
  return attempt('key/damaged', async () => {
    if (neutralise(userId) !== userId || userId === '') throw new AppError('bus/bad-input');
    const key = await loadCertificate(certificate);
    using opened = await openSecret(secret);
    if (fingerprintOf(opened.key) !== certificate.fingerprint) throw new AppError('key/damaged');
    const { keyPacket } = opened.key;
    // On a card, or kept elsewhere.
    if (!('isDummy' in keyPacket) || keyPacket.isMissingSecretKeyMaterial()) throw new AppError('key/no-certifying');
    const { at } = await soundnessOf(key);
    const added = toCertificateOctets(await newParts(key, opened.key, userId, at));
    const merged = await mergeCertificates(certificate, added);
    const names = await viewUserIds(await loadCertificate(merged), at);
    if (!names.some(({ text, state }) => text === userId && state === 'valid')) throw new AppError('key/no-certifying');
    return merged;
  });
}
