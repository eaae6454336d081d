import { describe, expect, it } from 'vitest';
import { toHex } from '../../../../lib/core/wire/ids';
import type { Session } from '../../../../relay/stores/ports';
import { type Open, opened } from './opened';
import { HOUR, NOW, newSession, newUser, sorted } from './values';

const session = (users: Session['users'] = [newUser(), newUser('bert')]): Session => ({
  id: newSession(),
  users,
  started: NOW,
});
const ids = (sessions: readonly Session[]): string[] => sorted(sessions.map(({ id }) => toHex(id)));

export const sessionContract = (open: Open): void => {
  describe('sessions', () => {
    it('are closed by either of the two users, once, and by nobody else', async () => {
      const { sessions } = (await opened(open)).stores;
      const [one, other] = [session(), session()];
      for (const each of [one, other]) await sessions.open(each, NOW + HOUR);
      expect(await sessions.close(one.id, newUser())).toBeUndefined();
      expect(await sessions.close(newSession(), one.users[0])).toBeUndefined();
      expect(await sessions.close(one.id, other.users[0])).toBeUndefined();
      expect(await sessions.close(one.id, one.users[0])).toEqual(one);
      expect(await sessions.close(one.id, one.users[0])).toBeUndefined();
      expect(await sessions.close(other.id, other.users[1])).toEqual(other);
    });

    it('are all closed for a user who leaves, those of others stay', async () => {
      const { sessions } = (await opened(open)).stores;
      const [anna, bert, cleo] = [newUser(), newUser('bert'), newUser('cleo')];
      const mine = [session([anna, bert]), session([cleo, anna]), session([anna, anna])];
      const theirs = session([bert, cleo]);
      for (const each of [...mine, theirs]) await sessions.open(each, NOW + HOUR);
      expect(ids(await sessions.closeAll(anna))).toEqual(ids(mine));
      expect(await sessions.closeAll(anna)).toEqual([]);
      expect(await sessions.close(theirs.id, bert)).toEqual(theirs);
    });

    it('[req 38] end by the time that is given, and not before', async () => {
      const { sessions } = (await opened(open)).stores;
      const [short, long] = [session(), session()];
      await sessions.open(short, NOW + HOUR);
      await sessions.open(long, NOW + 2 * HOUR);
      expect(await sessions.expire(NOW + HOUR - 1)).toEqual([]);
      expect(await sessions.expire(NOW + HOUR)).toEqual([short]);
      expect(await sessions.close(short.id, short.users[0])).toBeUndefined();
      expect(await sessions.close(long.id, long.users[1])).toEqual(long);
    });

    it('stay apart when hundreds open and close in any order', async () => {
      const { sessions } = (await opened(open)).stores;
      const all = Array.from({ length: 300 }, () => session());
      await Promise.all(all.map((each) => sessions.open(each, NOW + HOUR)));
      const closed = await Promise.all(
        all.filter((_, index) => index % 3 !== 0).map(({ id, users }) => sessions.close(id, users[1])),
      );
      expect(closed).toEqual(all.filter((_, index) => index % 3 !== 0));
      expect(ids(await sessions.expire(NOW + HOUR))).toEqual(ids(all.filter((_, index) => index % 3 === 0)));
    });

    it('[req 35] leave nothing behind: neither id nor users are found in what the store holds', async ({ skip }) => {
      const { stores, search } = await opened(open);
      if (search === undefined) return skip('this kind cannot be searched from here');
      const needles = ({ id, users }: Session): Uint8Array[] => [
        id,
        Buffer.from(toHex(id), 'latin1'),
        ...users.map((user) => Buffer.from(user, 'latin1')),
      ];
      const found = async (one: Session): Promise<boolean> =>
        (await Promise.all(needles(one).map((needle) => search(needle)))).includes(true);
      const all = Array.from({ length: 40 }, () => session());
      for (const [index, each] of all.entries()) await stores.sessions.open(each, NOW + (index < 20 ? 1 : 2) * HOUR);
      for (const each of all) expect(await found(each)).toBe(true);
      await stores.sessions.expire(NOW + HOUR);
      for (const each of all.slice(20, 30)) await stores.sessions.close(each.id, each.users[0]);
      for (const each of all.slice(30)) await stores.sessions.closeAll(each.users[1]);
      for (const each of all) expect(await found(each)).toBe(false);
    });
  });
};
