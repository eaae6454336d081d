import { describe, expect, it } from 'vitest';
import { type Open, opened } from './opened';
import { newUser, sorted } from './values';

export const presenceContract = (open: Open): void => {
  describe('presence', () => {
    it('is seen by those who are allowed and want to, and by nobody else', async () => {
      const { presence } = (await opened(open)).stores;
      const [anna, bert, cleo, dora] = [newUser('anna'), newUser('bert'), newUser('cleo'), newUser('dora')];
      await presence.allow(anna, [bert, cleo]);
      await presence.watch(bert, [anna]);
      await presence.watch(dora, [anna]);
      expect(await presence.audience(anna)).toEqual([bert]);
      expect(await presence.visible(bert)).toEqual([anna]);
      expect(await presence.visible(dora)).toEqual([]);
      expect(await presence.audience(bert)).toEqual([]);
      await presence.watch(cleo, [anna, bert]);
      expect(sorted(await presence.audience(anna))).toEqual(sorted([bert, cleo]));
      expect(await presence.visible(cleo)).toEqual([anna]);
    });

    it('follows the last list of each, whichever came first', async () => {
      const { presence } = (await opened(open)).stores;
      const [anna, bert, cleo] = [newUser('anna'), newUser('bert'), newUser('cleo')];
      await presence.watch(bert, [anna, cleo]);
      await presence.allow(anna, [bert]);
      expect(await presence.audience(anna)).toEqual([bert]);
      await presence.allow(anna, [cleo]);
      expect(await presence.audience(anna)).toEqual([]);
      expect(await presence.visible(bert)).toEqual([]);
      await presence.allow(anna, [bert, cleo]);
      await presence.watch(bert, [cleo]);
      expect(await presence.audience(anna)).toEqual([]);
      await presence.allow(cleo, [bert]);
      expect(await presence.visible(bert)).toEqual([cleo]);
    });

    it('is forgotten with the user, as one who is seen and as one who sees', async () => {
      const { presence } = (await opened(open)).stores;
      const [anna, bert] = [newUser('anna'), newUser('bert')];
      const meet = async (): Promise<void> => {
        for (const [one, other] of [[anna, bert] as const, [bert, anna] as const]) {
          await presence.allow(one, [other]);
          await presence.watch(one, [other]);
        }
      };
      await meet();
      await presence.forget(anna);
      expect([await presence.audience(anna), await presence.visible(anna)]).toEqual([[], []]);
      expect([await presence.audience(bert), await presence.visible(bert)]).toEqual([[], []]);
      await meet();
      expect([await presence.audience(anna), await presence.visible(anna)]).toEqual([[bert], [bert]]);
    });

    it('is the same at every process', async ({ skip }) => {
      const { stores, another } = await opened(open);
      if (another === undefined) return skip('this kind is of one process');
      const [anna, bert] = [newUser('anna'), newUser('bert')];
      await stores.presence.allow(anna, [bert]);
      await (await another()).presence.watch(bert, [anna]);
      expect(await stores.presence.audience(anna)).toEqual([bert]);
    });
  });
};
