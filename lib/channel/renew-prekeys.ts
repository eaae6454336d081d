import { encode } from '../core/wire/encode';
import { agreementKeyOf, kemKeys, makeAgreementKey, sameOctets, wipe } from './crypto';
import { type Device, type Generation, type OneTimeSecret, storedDevice } from './device';
import { CHANNEL_LIMITS } from './limits';
import type { StepPorts } from './ports';
import { BUNDLE_VERSION, bundle, oneTimePrekey, signOneTime, signPrekeys } from './prekeys';

/** What goes to the relay. `expires`: when the signed prekeys stop being valid, milliseconds since 1970. */
export type Publication = {
  readonly bundle: Uint8Array;
  readonly oneTime: readonly Uint8Array[];
  readonly expires: number;
};

const publicOf = (id: number, agreement: Uint8Array, kemSeed: Uint8Array) => {
  const kem = kemKeys(kemSeed);
  wipe(kem.secret);
  return { id, agreement: agreementKeyOf(agreement), kem: kem.public };
};

/** The octets of a one-time prekey as they were signed. */
export const oneTimeOctets = ({ id, agreement, kemSeed }: OneTimeSecret): Uint8Array =>
  encode(oneTimePrekey, publicOf(id, agreement, kemSeed));

function makeGeneration(own: Device, id: number, { now, random }: StepPorts): Generation {
  const agreement = makeAgreementKey(random).secret;
  const kemSeed = random(64);
  const issued = now();
  const validUntil = issued + CHANNEL_LIMITS.signedPrekeysMs;
  const content = { ...publicOf(id, agreement, kemSeed), issued, validUntil };
  const { body, signature } = signPrekeys(content, own.identity);
  return { id, statement: own.statement, body, signature, agreement, kemSeed, issued, validUntil, opened: [] };
}

/** The newest generation is the first. A new one where it is old, from the future, or names another statement. */
function currentGeneration(own: Device, now: number): Generation | undefined {
  const newest = own.generations[0];
  if (newest === undefined || !sameOctets(newest.statement.signature, own.statement.signature)) return undefined;
  const age = now - newest.issued;
  return age >= 0 && age < CHANNEL_LIMITS.renewAfterMs ? newest : undefined;
}

/**
 * Prekeys to publish: the signed ones, renewed every week, and `count` new one-time prekeys. Older secrets are kept for
 * what may still be on its way, and then forgotten. Store the device before anything is published.
 */
export function renewPrekeys(
  octets: Uint8Array,
  count: number,
  ports: StepPorts,
): { readonly device: Uint8Array<ArrayBuffer>; readonly publication: Publication } {
  const own = storedDevice.read(octets);
  const now = ports.now();
  let { nextId } = own;
  const current = currentGeneration(own, now);
  const newest = current ?? makeGeneration(own, nextId++, ports);
  const older = own.generations.slice(current ? 1 : 0).filter((g) => now < g.validUntil + CHANNEL_LIMITS.keepAfterMs);
  const fresh = Array.from(
    { length: count },
    (): OneTimeSecret => ({ id: nextId++, agreement: ports.random(32), kemSeed: ports.random(64), issued: now }),
  );
  const kept = own.oneTime.filter(
    ({ issued }) => now < issued + CHANNEL_LIMITS.signedPrekeysMs + CHANNEL_LIMITS.keepAfterMs,
  );
  const device = storedDevice.write({
    ...own,
    revision: own.revision + 1,
    nextId,
    generations: [newest, ...older].slice(0, CHANNEL_LIMITS.generations),
    oneTime: [...kept, ...fresh].slice(-CHANNEL_LIMITS.oneTimePrekeys),
  });
  const prekeys = { body: newest.body, signature: newest.signature };
  return {
    device,
    publication: {
      bundle: encode(bundle, { version: BUNDLE_VERSION, statement: newest.statement, prekeys }),
      oneTime: fresh.map((one) => signOneTime(publicOf(one.id, one.agreement, one.kemSeed), own.identity)),
      expires: newest.validUntil,
    },
  };
}
