import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Open, opened } from './opened';
import { account, HOUR, NOW, newDevice, newUser, octets } from './values';

const invitation = (): string => createHash('sha256').update(randomBytes(16)).digest('hex');

export const accountContract = (open: Open): void => {
  describe('accounts', () => {
    it('are found as they were made, and by nobody else', async () => {
      const { accounts } = (await opened(open)).stores;
      const anna = account();
      expect(await accounts.create(anna)).toBe('created');
      const found = await accounts.find(anna.user);
      expect(found && { ...found, record: new Uint8Array(found.record) }).toEqual(anna);
      expect(await accounts.find(newUser())).toBeUndefined();
    });

    it('keep a name for the first who asks, also among 20 at once', async () => {
      const { accounts } = (await opened(open)).stores;
      const user = newUser();
      const tries = Array.from({ length: 20 }, () => account({ user }));
      const outcomes = await Promise.all(tries.map((one) => accounts.create(one)));
      expect(outcomes.filter((outcome) => outcome === 'created')).toHaveLength(1);
      const first = tries[outcomes.indexOf('created')];
      expect((await accounts.find(user))?.devices).toEqual(first?.devices);
    });

    it('take a new record, and are gone with all their devices when removed', async () => {
      const { accounts } = (await opened(open)).stores;
      const anna = account();
      await accounts.create(anna);
      const record = octets(192);
      await accounts.setRecord(anna.user, record);
      expect(new Uint8Array((await accounts.find(anna.user))?.record ?? [])).toEqual(record);
      await accounts.setRecord(newUser(), record);
      await accounts.remove(anna.user);
      await accounts.remove(anna.user);
      expect(await accounts.find(anna.user)).toBeUndefined();
      expect(await accounts.knownDevices(anna.devices.map(({ device }) => device))).toEqual(new Set());
      expect(await accounts.create(anna)).toBe('created');
    });

    it('[req 38] hold so many devices at most, also among 20 added at once', async () => {
      const { accounts } = (await opened(open)).stores;
      const anna = account();
      await accounts.create(anna);
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, () => accounts.addDevice(anna.user, newDevice(), NOW, 5)),
      );
      expect(outcomes.filter((outcome) => outcome === 'added')).toHaveLength(4);
      expect((await accounts.find(anna.user))?.devices).toHaveLength(5);
    });

    it('only change when a device was seen, if it is added again, however full the account is', async () => {
      const { accounts } = (await opened(open)).stores;
      const anna = account();
      await accounts.create(anna);
      const device = anna.devices[0]?.device ?? newDevice();
      expect(await accounts.addDevice(anna.user, device, NOW + HOUR, 1)).toBe('added');
      expect((await accounts.find(anna.user))?.devices).toEqual([{ device, created: NOW, seen: NOW + HOUR }]);
      expect(await accounts.addDevice(anna.user, newDevice(), NOW, 1)).toBe('full');
    });

    it('refuse a device of another account, and one for nobody', async () => {
      const { accounts } = (await opened(open)).stores;
      const [anna, bert] = [account(), account()];
      await accounts.create(anna);
      await accounts.create(bert);
      const device = anna.devices[0]?.device ?? newDevice();
      await expect(accounts.addDevice(bert.user, device, NOW, 5)).rejects.toMatchObject({ code: 'relay/login-failed' });
      await expect(accounts.create(account({ devices: anna.devices }))).rejects.toMatchObject({
        code: 'relay/login-failed',
      });
      await expect(accounts.addDevice(newUser(), newDevice(), NOW, 5)).rejects.toMatchObject({
        code: 'relay/not-found',
      });
      expect((await accounts.find(bert.user))?.devices).toEqual(bert.devices);
      expect((await accounts.find(anna.user))?.devices).toEqual(anna.devices);
    });

    it('remove a device of their own only, and know which devices belong to anybody', async () => {
      const { accounts } = (await opened(open)).stores;
      const [anna, bert] = [account(), account()];
      await accounts.create(anna);
      await accounts.create(bert);
      const [ofAnna, ofBert] = [anna.devices[0]?.device ?? newDevice(), bert.devices[0]?.device ?? newDevice()];
      expect(await accounts.knownDevices([ofAnna, newDevice(), ofBert])).toEqual(new Set([ofAnna, ofBert]));
      expect(await accounts.knownDevices([])).toEqual(new Set());
      expect(await accounts.removeDevice(bert.user, ofAnna)).toBe(false);
      expect(await accounts.removeDevice(anna.user, ofAnna)).toBe(true);
      expect(await accounts.removeDevice(anna.user, ofAnna)).toBe(false);
      expect(await accounts.knownDevices([ofAnna, ofBert])).toEqual(new Set([ofBert]));
      expect((await accounts.find(anna.user))?.devices).toEqual([]);
    });

    it('redeem an invitation once, before it expires, also among 20 at once', async () => {
      const { accounts } = (await opened(open)).stores;
      const [good, late] = [invitation(), invitation()];
      await accounts.invite(good, NOW + HOUR);
      await accounts.invite(late, NOW + HOUR);
      expect(await accounts.redeem(invitation(), NOW)).toBe(false);
      const outcomes = await Promise.all(Array.from({ length: 20 }, () => accounts.redeem(good, NOW)));
      expect(outcomes.filter((outcome) => outcome)).toHaveLength(1);
      expect(await accounts.redeem(late, NOW + 2 * HOUR)).toBe(false);
    });
  });
};
