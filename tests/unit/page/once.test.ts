import { describe, expect, it } from 'vitest';
import { claimDocument, livesBeside } from '../../../lib/page/once';

describe('claimDocument', () => {
  it('lets the first script of a document run and no later one', () => {
    const world = {};
    expect(claimDocument(world, () => true)).toBe(true);
    expect(claimDocument(world, () => true)).toBe(false);
  });

  it('lets a new script run where an update of the extension left a dead one behind', () => {
    const world = {};
    let alive = true;
    claimDocument(world, () => alive);
    alive = false;
    expect(claimDocument(world, () => true)).toBe(true);
  });

  it('lets scripts for other uses run beside it, each of which knows of those that live', () => {
    const world = {};
    let alive = true;
    expect(claimDocument(world, () => alive, 'chat')).toBe(true);
    expect(livesBeside(world, 'chat')).toBe(false);
    expect(claimDocument(world, () => true, 'call')).toBe(true);
    expect([livesBeside(world, 'chat'), livesBeside(world, 'call')]).toEqual([true, true]);
    alive = false;
    expect(livesBeside(world, 'call')).toBe(false);
  });
});
