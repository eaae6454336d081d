import type { PrivateKey } from 'openpgp';
import { AppError } from '../core/errors';
import { holds } from './attempt';
import { healthOf, problemOf } from './health';

/** Refuses a key that may not sign now. Throws `key/expired`, `key/revoked`, `key/weak`, `key/no-signing`. */
export async function assertSigner(key: PrivateKey): Promise<void> {
  if (await holds(() => key.getSigningKey())) return;
  const problem = problemOf(await healthOf(key.toPublic()));
  throw new AppError(
    problem === 'key/expired' || problem === 'key/revoked' || problem === 'key/weak' ? problem : 'key/no-signing',
  );
}
