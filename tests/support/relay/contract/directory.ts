import { describe, expect, it } from 'vitest';
import type { DeviceId } from '../../../../lib/core/wire/ids';
import type { Directory, Post } from '../../../../relay/stores/ports';
import { until } from '../../wait';
import { type Open, opened } from './opened';
import { newDevice, newUser, octets, sorted } from './values';

type Heard = { readonly device: DeviceId; readonly post: Post };

function listen(directory: Directory): Heard[] {
  const heard: Heard[] = [];
  directory.onPost((device, post) => {
    heard.push({ device, post: post.kind === 'packet' ? { ...post, packet: new Uint8Array(post.packet) } : post });
  });
  return heard;
}

export const directoryContract = (open: Open): void => {
  describe('the directory', () => {
    it('knows which devices of a user are here, and when the last one leaves', async () => {
      const { directory } = (await opened(open)).stores;
      const [anna, bert] = [newUser(), newUser('bert')];
      const [phone, desk, other] = [newDevice(), newDevice(), newDevice()];
      await directory.enter(phone, anna);
      await directory.enter(desk, anna);
      await directory.enter(desk, anna);
      await directory.enter(other, bert);
      expect(sorted(await directory.present(anna))).toEqual(sorted([phone, desk]));
      expect(await directory.leave(desk, anna)).toEqual({ last: false });
      expect(await directory.leave(desk, anna)).toEqual({ last: false });
      expect(await directory.leave(phone, anna)).toEqual({ last: true });
      expect(await directory.leave(phone, anna)).toEqual({ last: false });
      expect(await directory.present(anna)).toEqual([]);
      expect(await directory.present(bert)).toEqual([other]);
      expect(await directory.present(newUser())).toEqual([]);
    });

    it('posts every kind in order to who holds the device, and says where nobody does', async () => {
      const { directory } = (await opened(open)).stores;
      const heard = listen(directory);
      const phone = newDevice();
      const posts: Post[] = [
        { kind: 'packet', packet: octets(700) },
        { kind: 'mail' },
        { kind: 'packet', packet: octets(70_000) },
        { kind: 'close', code: 'relay/revoked' },
      ];
      expect(await directory.post(phone, { kind: 'mail' })).toBe(false);
      await directory.enter(phone, newUser());
      for (const post of posts) expect(await directory.post(phone, post)).toBe(true);
      await until('all posts', () => heard.length >= posts.length);
      expect(heard).toEqual(posts.map((post) => ({ device: phone, post })));
    });

    it('posts between processes, in order, to the one that holds the device', async ({ skip }) => {
      const { stores, another } = await opened(open);
      if (another === undefined) return skip('this kind is of one process');
      const { directory: far } = await another();
      const [heardHere, heardFar] = [listen(stores.directory), listen(far)];
      const [anna, phone] = [newUser(), newDevice()];
      await far.enter(phone, anna);
      const posts: Post[] = Array.from({ length: 50 }, () => ({ kind: 'packet', packet: octets(100) }));
      for (const post of posts) expect(await stores.directory.post(phone, post)).toBe(true);
      await until('all posts', () => heardFar.length >= posts.length);
      expect(heardFar).toEqual(posts.map((post) => ({ device: phone, post })));
      expect(heardHere).toEqual([]);
      expect(await stores.directory.present(anna)).toEqual([phone]);
    });

    it('tells a process whose device came elsewhere, and lets it leave no more', async ({ skip }) => {
      const { stores, another } = await opened(open);
      if (another === undefined) return skip('this kind is of one process');
      const { directory: far } = await another();
      const [heardHere, heardFar] = [listen(stores.directory), listen(far)];
      const [anna, phone] = [newUser(), newDevice()];
      await stores.directory.enter(phone, anna);
      await far.enter(phone, anna);
      await until('the post', () => heardHere.length > 0);
      expect(heardHere).toEqual([{ device: phone, post: { kind: 'close', code: 'relay/replaced' } }]);
      expect(await stores.directory.leave(phone, anna)).toEqual({ last: false });
      expect(await stores.directory.present(anna)).toEqual([phone]);
      expect(await stores.directory.post(phone, { kind: 'mail' })).toBe(true);
      await until('the mail', () => heardFar.length > 0);
      expect(heardFar).toEqual([{ device: phone, post: { kind: 'mail' } }]);
      expect(await far.leave(phone, anna)).toEqual({ last: true });
    });

    it('counts the devices of a user at all processes for the last one', async ({ skip }) => {
      const { stores, another } = await opened(open);
      if (another === undefined) return skip('this kind is of one process');
      const { directory: far } = await another();
      const [anna, phone, desk] = [newUser(), newDevice(), newDevice()];
      await stores.directory.enter(phone, anna);
      await far.enter(desk, anna);
      expect(await stores.directory.leave(phone, anna)).toEqual({ last: false });
      expect(await far.leave(desk, anna)).toEqual({ last: true });
    });
  });
};
