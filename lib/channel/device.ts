import type { Fingerprint } from '../core/brand';
import { type Carried, fixed, list, opaque, struct, uint8, uint32, uint64 } from '../core/wire/codec';
import type { DeviceId, UserId } from '../core/wire/ids';
import { agreementKeyOf, signingKeyOf } from './crypto';
import { key, sessionTag, signature } from './fields';
import { CHANNEL_LIMITS } from './limits';
import type { ChannelPorts } from './ports';
import { STATE_VERSION, stored } from './state';
import { readStatement, type Statement, signedStatement, signStatement } from './statement';

/** Signed prekeys with their secrets, and the statement they were published with: the transcript takes its octets. */
const generation = struct({
  id: uint32,
  statement: signedStatement,
  body: opaque(1_400, 1),
  signature,
  agreement: key,
  /** FIPS 203, 7.1: the seed d || z, from which the pair is made. */
  kemSeed: fixed(64),
  issued: uint64,
  validUntil: uint64,
  /** Sessions opened with the last resort, so that a replayed opening makes no second one. */
  opened: list(sessionTag, CHANNEL_LIMITS.openings),
});

const oneTimeSecret = struct({ id: uint32, agreement: key, kemSeed: fixed(64), issued: uint64 });

const device = struct({
  version: uint8,
  revision: uint64,
  statement: signedStatement,
  identity: key,
  agreement: key,
  nextId: uint32,
  generations: list(generation, CHANNEL_LIMITS.generations),
  oneTime: list(oneTimeSecret, CHANNEL_LIMITS.oneTimePrekeys),
});

export type Device = Carried<typeof device>;
export type Generation = Carried<typeof generation>;
export type OneTimeSecret = Carried<typeof oneTimeSecret>;

/** My device as it is stored: every secret of it. Sealed by the vault before it touches a disk. */
export const storedDevice = stored(device);

export const statementOf = ({ statement }: Device): Statement => {
  const own = readStatement(statement);
  if (own === undefined) throw new Error('a device reads its own statement');
  return own;
};

export type NewDevice = {
  readonly user: UserId;
  /** As the relay knows this device. */
  readonly device: DeviceId;
  readonly certificate: Fingerprint;
  /** Milliseconds since 1970. */
  readonly validUntil: number;
};

/** New device keys and the statement that binds them to my certificate; no prekeys yet: `renewPrekeys`. */
export async function createDevice(
  { user, device: id, certificate, validUntil }: NewDevice,
  ports: ChannelPorts,
): Promise<Uint8Array<ArrayBuffer>> {
  const identity = ports.random(32);
  const agreement = ports.random(32);
  const content = {
    user,
    device: id,
    certificate,
    identity: signingKeyOf(identity),
    agreement: agreementKeyOf(agreement),
    issued: ports.now(),
    validUntil,
  };
  const statement = await signStatement(content, ports.certificate);
  return storedDevice.write({
    version: STATE_VERSION,
    revision: 0,
    statement,
    identity,
    agreement,
    nextId: 1,
    generations: [],
    oneTime: [],
  });
}

/** The same keys, said again for longer. Fresh prekeys have to follow, since a bundle carries the statement. */
export async function renewStatement(
  octets: Uint8Array,
  validUntil: number,
  ports: ChannelPorts,
): Promise<Uint8Array<ArrayBuffer>> {
  const own = storedDevice.read(octets);
  const content = { ...statementOf(own), issued: ports.now(), validUntil };
  const statement = await signStatement(content, ports.certificate);
  return storedDevice.write({ ...own, revision: own.revision + 1, statement });
}
