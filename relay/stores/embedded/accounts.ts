import { AppError } from '../../../lib/core/errors';
import { type DeviceId, fromHex, toHex, type UserId } from '../../../lib/core/wire/ids';
import type { Account, AccountDevice, AccountStore } from '../ports';
import { idOctets, idText } from '../shared/row-ids';
import type { Database } from './database';
import type { GroupCommit } from './group-commit';

const AT_ONCE = 200;

export function createAccounts(database: Database, commits: GroupCommit): AccountStore {
  const numberOf = database.prepare<[number: number]>('SELECT number FROM accounts WHERE user = ?');
  const find = database.prepare<[number: number, record: Uint8Array]>(
    'SELECT number, record FROM accounts WHERE user = ?',
  );
  const insert = database.prepare<[number: number]>(
    'INSERT INTO accounts (user, record) VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING number',
  );
  const setRecord = database.prepare('UPDATE accounts SET record = ? WHERE user = ?');
  const remove = database.prepare('DELETE FROM accounts WHERE number = ?');
  const walk = database.prepare<[number: number, user: string, record: Uint8Array]>(
    'SELECT number, user, record FROM accounts WHERE number > ? ORDER BY number LIMIT ?',
  );
  const ownerOf = database.prepare<[account: number]>('SELECT account FROM devices WHERE device = ?');
  const devicesOf = database.prepare<[device: Uint8Array, created: number, seen: number]>(
    'SELECT device, created, seen FROM devices WHERE account = ? ORDER BY created, device',
  );
  const countDevices = database.prepare<[count: number]>('SELECT count(*) FROM devices WHERE account = ?');
  const insertDevice = database.prepare('INSERT INTO devices (device, account, created, seen) VALUES (?, ?, ?, ?)');
  const seeDevice = database.prepare('UPDATE devices SET seen = ? WHERE device = ?');
  const removeDevice = database.prepare('DELETE FROM devices WHERE device = ? AND account = ?');
  const removeDevices = database.prepare('DELETE FROM devices WHERE account = ?');
  const invite = database.prepare(
    'INSERT INTO invitations (hash, expires) VALUES (?, ?) ON CONFLICT (hash) DO UPDATE SET expires = excluded.expires',
  );
  const redeem = database.prepare('DELETE FROM invitations WHERE hash = ? AND expires > ?');
  const forgetInvitations = database.prepare('DELETE FROM invitations WHERE expires <= ?');
  const invitations = database.prepare<[hash: Uint8Array, expires: number]>('SELECT hash, expires FROM invitations');

  const devices = (account: number): AccountDevice[] =>
    devicesOf.all(account).map(([device, created, seen]) => ({ device: idText<DeviceId>(device), created, seen }));

  return {
    create: ({ user, record, devices: first }) =>
      commits.write(() => {
        if (numberOf.get(user) !== undefined) return 'taken';
        if (first.some(({ device }) => ownerOf.get(idOctets(device)) !== undefined))
          throw new AppError('relay/login-failed');
        const [account = 0] = insert.get(user, record) ?? [];
        for (const { device, created, seen } of first) insertDevice.run(idOctets(device), account, created, seen);
        return 'created';
      }),
    find: (user) =>
      commits.read(() => {
        const row = find.get(user);
        return row === undefined ? undefined : { user, record: row[1], devices: devices(row[0]) };
      }),
    setRecord: (user, record) => commits.write(() => void setRecord.run(record, user)),
    remove: (user) =>
      commits.write(() => {
        const [account] = numberOf.get(user) ?? [];
        if (account === undefined) return;
        removeDevices.run(account);
        remove.run(account);
      }),
    addDevice: (user, device, now, most) =>
      commits.write(() => {
        const [account] = numberOf.get(user) ?? [];
        if (account === undefined) throw new AppError('relay/not-found');
        const [owner] = ownerOf.get(idOctets(device)) ?? [];
        if (owner !== undefined && owner !== account) throw new AppError('relay/login-failed');
        if (owner === undefined && (countDevices.get(account)?.[0] ?? 0) >= most) return 'full';
        if (owner === undefined) insertDevice.run(idOctets(device), account, now, now);
        else seeDevice.run(now, idOctets(device));
        return 'added';
      }),
    removeDevice: (user, device) =>
      commits.write(() => {
        const [account] = numberOf.get(user) ?? [];
        return account !== undefined && removeDevice.run(idOctets(device), account) > 0;
      }),
    knownDevices: (asked) =>
      commits.read(() => new Set(asked.filter((device) => ownerOf.get(idOctets(device)) !== undefined))),
    invite: (hash, expires) => commits.write(() => void invite.run(fromHex(hash), expires)),
    redeem: (hash, now) =>
      commits.write(() => {
        const redeemed = redeem.run(fromHex(hash), now) > 0;
        forgetInvitations.run(now);
        return redeemed;
      }),
    all: async function* () {
      for (let after = 0; ; ) {
        const some = await commits.read(() =>
          walk.all(after, AT_ONCE).map(([number, user, record]) => {
            after = number;
            return { user: user as UserId, record, devices: devices(number) } satisfies Account;
          }),
        );
        yield* some;
        if (some.length < AT_ONCE) return;
      }
    },
    invitations: async function* () {
      const all = await commits.read(() => invitations.all());
      yield* all.map(([hash, expires]) => ({ hash: toHex(hash), expires }));
    },
  };
}
