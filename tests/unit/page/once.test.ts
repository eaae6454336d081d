import { describe, expect, it } from 'vitest';
import { claimDocument } from '../../../lib/page/once';

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
});
