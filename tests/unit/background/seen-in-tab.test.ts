import { describe, expect, it } from 'vitest';
import { forgetSeen, sawCalls, sawSite, seenInTab } from '../../../lib/background/seen-in-tab';
import { fakeMemory } from '../../support/fake-memory';

const createPorts = () => {
  const told: string[] = [];
  return { memory: fakeMemory(), announce: async (event: string) => void told.push(event), told };
};

describe('what scripts of ours have said of the page in a tab', () => {
  it('is kept for each of two that are there, whichever speaks last', async () => {
    const ports = createPorts();
    await sawSite(ports, 7, 'chat');
    await sawCalls(ports, 7);
    await sawSite(ports, 7, 'chat');
    expect(await seenInTab(ports, 7)).toEqual({ site: 'chat', calls: true });
    expect(await seenInTab(ports, 8)).toEqual({ site: undefined, calls: false });
    await forgetSeen(ports, 7);
    expect(await seenInTab(ports, 7)).toEqual({ site: undefined, calls: false });
  });

  it('names a page where calls alone are seen by them', async () => {
    const ports = createPorts();
    await sawCalls(ports, 7);
    expect(await seenInTab(ports, 7)).toEqual({ site: 'call', calls: true });
  });

  it('is told to open windows where it is news, and not again', async () => {
    const ports = createPorts();
    for (const _ of [1, 2]) await sawCalls(ports, 7);
    for (const _ of [1, 2]) await sawSite(ports, 7, 'chat');
    expect(ports.told).toEqual(['sites', 'sites']);
  });
});
