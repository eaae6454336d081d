import { AppError } from '../../lib/core/errors';
import type { Stores } from '../stores/ports';

/** What is durable in stores, beside attachments, which are files. */
export type Durable = Pick<Stores, 'accounts' | 'mailboxes' | 'archive' | 'epochs'>;
/** Messages are counted once for each mailbox that holds them. */
export type Counts = Readonly<
  Record<'accounts' | 'devices' | 'invitations' | 'messages' | 'records' | 'groups', number>
>;

/** Nothing is refused for want of room: it was taken before. */
const ROOM = { messages: Number.MAX_SAFE_INTEGER, octets: Number.MAX_SAFE_INTEGER };
const AT_ONCE = 200;

/**
 * Copies everything, and looks that all of it arrived; answers how much. Doing it again goes on where it was cut off,
 * and changes nothing where all is there. Fails with `relay/not-copied` where `to` holds something else under a name.
 */
export async function copyStores(from: Durable, to: Durable): Promise<Counts> {
  const count = { accounts: 0, devices: 0, invitations: 0, messages: 0, records: 0, groups: 0 };

  await each(from.accounts.all(), async (account) => {
    const outcome = await to.accounts.create(account);
    if (outcome === 'taken') {
      const there = await to.accounts.find(account.user);
      const devices = new Set(there?.devices.map(({ device }) => device));
      const same = there !== undefined && Buffer.compare(there.record, account.record) === 0;
      if (!same || account.devices.some(({ device }) => !devices.has(device))) throw new AppError('relay/not-copied');
    }
    count.accounts += 1;
    count.devices += account.devices.length;
  });
  await each(from.accounts.invitations(), async ({ hash, expires }) => {
    await to.accounts.invite(hash, expires);
    count.invitations += 1;
  });
  // Asked in order and together: a store keeps that order.
  await each(from.mailboxes.all(), async ({ envelope, to: devices }) => {
    const outcomes = await to.mailboxes.append(envelope, devices, ROOM);
    if (outcomes.includes('full')) throw new AppError('relay/not-copied');
    count.messages += devices.length;
  });
  await each(from.archive.all(), async ({ user, record }) => {
    const outcome = await to.archive.put(user, record, Number.MAX_SAFE_INTEGER);
    if (outcome === 'full') throw new AppError('relay/not-copied');
    count.records += 1;
  });
  await each(from.epochs.all(), async ({ group, epoch, at }) => {
    const { accepted, epoch: now } = await to.epochs.advance(group, epoch - 1, at);
    if (!accepted && now < epoch) throw new AppError('relay/not-copied');
    count.groups += 1;
  });
  return count;
}

/** How much is in stores. */
export async function countStores({ accounts, mailboxes, archive, epochs }: Durable): Promise<Counts> {
  const count = { accounts: 0, devices: 0, invitations: 0, messages: 0, records: 0, groups: 0 };
  for await (const { devices } of accounts.all()) {
    count.accounts += 1;
    count.devices += devices.length;
  }
  for await (const _ of accounts.invitations()) count.invitations += 1;
  for await (const { to } of mailboxes.all()) count.messages += to.length;
  for await (const _ of archive.all()) count.records += 1;
  for await (const _ of epochs.all()) count.groups += 1;
  return count;
}

/** Does the work for all, begun in their order, so many at once. */
async function each<T>(items: AsyncIterable<T>, work: (item: T) => Promise<void>): Promise<void> {
  let under: Promise<void>[] = [];
  for await (const item of items) {
    const one = work(item);
    // Looked at below; until then its failure is nobody's.
    one.catch(() => undefined);
    under.push(one);
    if (under.length < AT_ONCE) continue;
    await Promise.all(under);
    under = [];
  }
  await Promise.all(under);
}
