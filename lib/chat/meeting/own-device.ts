import { sameOctets, wipe } from '../../channel/crypto';
import { createDevice, renewStatement } from '../../channel/device';
import { isStatementDue, ownStatement } from '../../channel/own-statement';
import { type Publication, renewPrekeys } from '../../channel/renew-prekeys';
import type { Statement } from '../../channel/statement';
import type { Fingerprint } from '../../core/brand';
import type { RelayAccount } from '../../net/contract';
import type { Entry } from '../book';
import type { MeetingParts } from './context';
import { MEETING_LIMITS } from './limits';

/** Who had accepted my certificate has accepted that one, and not the one that took its place. It is shown at once. */
function unmet({ record, ...entry }: Entry): Entry {
  const { introducedTo: before, ...rest } = record;
  const introducedTo = before && { ...before, at: 0, accepts: false };
  const next = { ...rest, ...(introducedTo ? { introducedTo } : {}), introduced: false, theyAccepted: false };
  return { ...entry, record: next };
}

/** They know another device of mine: what they send in these sessions goes there. */
const withoutChannel = ({ record }: Entry): Entry => ({ record });

export type OwnDevice = {
  /** Made, or its statement renewed, where that is due. Opens a step. Throws `chat/no-key`, `vault/locked`. */
  ensure(account: RelayAccount): Promise<void>;
  /** The prekeys at the relay are those of this device, and enough. Online. Opens a step. */
  publish(account: RelayAccount): Promise<void>;
};

/** My device, its statement and its prekeys: always on disk before anybody else hears of them. */
export function createOwnDevice(parts: MeetingParts): OwnDevice {
  const { book, certificates, link, now } = parts;
  const { count, low } = parts.prekeys ?? MEETING_LIMITS.prekeys;
  const ports = { now, random: parts.random, certificate: certificates };
  /** What the relay hands out, as far as this background knows. */
  let published: { readonly device: string; readonly bundle: Uint8Array } | undefined;
  /** Made and kept here, and not at the relay as far as this background knows. */
  let refused: Publication | undefined;

  const make = async ({ user, device }: RelayAccount, certificate: Fingerprint, before: Statement | undefined) => {
    const validUntil = now() + MEETING_LIMITS.statementMs;
    const made = await createDevice({ user, device, certificate, validUntil }, ports);
    const met = (await book.entries()).filter(({ record }) => record.mine === user).map(unmet);
    const isSame = before?.user === user && before.device === device;
    await book.write({ device: made, entries: isSame ? met : met.map(withoutChannel) });
  };

  /** Asked of the relay itself: it alone knows what it lost, and what a background that died had sent. */
  const atRelay = async ({ user, device }: RelayAccount): Promise<Uint8Array | undefined> => {
    const { left } = await link.ask('prekeys.count', undefined);
    if (left < low) return undefined;
    if (published?.device === device) return published.bundle;
    const mine = (await link.ask('prekeys.take', { user })).find((one) => one.device === device);
    return mine?.bundle;
  };

  /** In a step. `undefined` where the relay has what it should. */
  const renewed = async (known: Uint8Array | undefined): Promise<Publication | undefined> => {
    const device = await book.device();
    if (device === undefined) return undefined;
    const current = renewPrekeys(device, 0, ports);
    wipe(current.device);
    const isCurrent = (bundle: Uint8Array | undefined): boolean =>
      bundle !== undefined && sameOctets(bundle, current.publication.bundle);
    if (isCurrent(known)) return undefined;
    // What the relay did not take goes out again: with new secrets each time, those in use would be forgotten.
    if (isCurrent(refused?.bundle)) return refused;
    const next = renewPrekeys(device, count, ports);
    await book.write({ device: next.device });
    return next.publication;
  };

  return {
    ensure: (account) =>
      book.step(async () => {
        const { fingerprint } = await certificates.ownForChat();
        const device = await book.device();
        const own = ownStatement(device);
        const isMine = own?.user === account.user && own.device === account.device && own.certificate === fingerprint;
        if (device === undefined || !isMine) return make(account, fingerprint, own);
        if (!isStatementDue(own, now())) return;
        await book.write({ device: await renewStatement(device, now() + MEETING_LIMITS.statementMs, ports) });
      }),

    async publish(account) {
      const known = await atRelay(account);
      const publication = await book.step(() => renewed(known));
      if (publication === undefined) {
        if (known !== undefined) published = { device: account.device, bundle: known.slice() };
        return;
      }
      refused = publication;
      await link.ask('prekeys.publish', publication);
      refused = undefined;
      published = { device: account.device, bundle: publication.bundle };
    },
  };
}
