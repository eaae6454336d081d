// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { mountBar } from '../../../lib/page/bar';
import type { PageBus } from '../../../lib/page/bus';

/** Scripts for two uses in one document, each with the room that it makes. */
function createWorld() {
  const world = {};
  const rooms: string[] = [];
  let offered = 0;
  const mount = (name: string, isAlive = () => true, offer = async () => ({ ticket: 'x', url: 'about:blank' })) => {
    const call = (() => {
      offered += 1;
      return offer();
    }) as unknown as PageBus['call'];
    const makeRoom = () => {
      rooms.push(name);
      return () => void rooms.splice(rooms.indexOf(name), 1);
    };
    return mountBar(document, { call, isAlive }, makeRoom, world);
  };
  return { mount, rooms, offered: () => offered, bars: () => document.querySelectorAll('[data-sotto]').length };
}

describe('the bar in a page', () => {
  it('is one for scripts of two uses, and goes with the last of them', async () => {
    const { mount, rooms, offered, bars } = createWorld();
    const [chat, call] = await Promise.all([mount('chat'), mount('call')]);
    expect([bars(), rooms, offered()]).toEqual([1, ['chat'], 1]);
    chat?.remove();
    chat?.remove();
    expect([bars(), rooms]).toEqual([1, ['chat']]);
    call?.remove();
    expect([bars(), rooms]).toEqual([0, []]);
    const again = await mount('chat');
    expect([bars(), rooms, offered()]).toEqual([1, ['chat'], 2]);
    again?.remove();
  });

  it('is another one where that which stands is of a script that an update left behind', async () => {
    const { mount, rooms, bars } = createWorld();
    let isAlive = true;
    const old = await mount('old', () => isAlive);
    isAlive = false;
    const next = await mount('next');
    expect(bars()).toBe(2);
    old?.remove();
    expect([bars(), rooms]).toEqual([1, ['next']]);
    next?.remove();
    expect([bars(), rooms]).toEqual([0, []]);
  });

  it('is tried again by the next script where it could not be had', async () => {
    const { mount, rooms, bars } = createWorld();
    const refused = () => Promise.reject(new Error('not granted'));
    expect(await mount('chat', () => true, refused)).toBeUndefined();
    expect([bars(), rooms]).toEqual([0, []]);
    const call = await mount('call');
    expect([bars(), rooms]).toEqual([1, ['call']]);
    call?.remove();
  });
});
