import type { Key, PublicKey, User } from 'openpgp';
import type { UserId } from '../core/certificate';
import { neutralise } from '../core/display-text';
import { toEmailAddress } from '../core/parse';
import { newest, verifiedCertifications } from './self-signatures';

/** `Name <address>`, or an address alone; more than one pair of brackets names nobody. */
const NAMED = /^([^<>]*)<([^<>]*)>\s*$/;

/** Splits a user id (RFC 9580, 5.11); the address is as written, the rest as it may be shown. */
export function splitUserId(raw: string): Omit<UserId, 'state'> {
  const named = NAMED.exec(raw);
  const email = toEmailAddress((named ? named[2] : raw) ?? '');
  const name = neutralise((named?.[1] ?? (email ? '' : raw)).trim().replace(/^"(.*)"$/, '$1'));
  const text = neutralise(raw);
  return { text, name: name || (email ?? text), ...(email && { email }) };
}

async function userIdState(key: Key, user: User, at: Date): Promise<UserId['state']> {
  const certification = newest(await verifiedCertifications(key, user));
  if (!certification) return 'invalid';
  if (await user.isRevoked(certification)) return 'revoked';
  return certification.isExpired(at) ? 'expired' : 'valid';
}

/** Every name on the certificate, the primary one first. */
export async function viewUserIds(key: PublicKey, at: Date): Promise<readonly UserId[]> {
  const primary = await key.getPrimaryUser(at).then(
    (found) => found.index,
    () => -1,
  );
  const views: UserId[] = [];
  for (const [index, user] of key.users.entries()) {
    if (!user.userID) continue;
    const view = { ...splitUserId(user.userID.userID), state: await userIdState(key, user, at) };
    if (index === primary) views.unshift(view);
    else views.push(view);
  }
  return views;
}

/** The name to show for a certificate: its primary user id, or its first. */
export async function nameOf(key: PublicKey): Promise<string | undefined> {
  return (await viewUserIds(key, new Date()))[0]?.text;
}
