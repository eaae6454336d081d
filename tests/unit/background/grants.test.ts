import { describe, expect, it } from 'vitest';
import { createGrants, type GrantRepository } from '../../../lib/background/grants';
import type { Origin } from '../../../lib/core/brand';
import type { GrantedSite } from '../../../lib/core/site-state';
import { fakeMemory } from '../../support/fake-memory';

const MAIL = 'https://mail.example.org' as Origin;
const NOTHING = { site: undefined, calls: false };

function setUp(permitted: Origin[] = [], scriptsEnd = true) {
  const rows = new Map<Origin, GrantedSite>();
  const registered = new Set<string>();
  const injected: number[] = [];
  const doubted: number[] = [];
  const allowed = new Set<string>(permitted);
  const grants: GrantRepository = {
    list: () => Promise.resolve([...rows.values()]),
    put: (row) => Promise.resolve(void rows.set(row.origin, row)),
    remove: (origin) => Promise.resolve(void rows.delete(origin)),
  };
  const made = createGrants({
    grants,
    scripts: {
      register: async (_origin, uses) => uses.forEach((use) => void registered.add(use)),
      unregister: async (_origin, butFor) => {
        for (const use of registered) if (!butFor.includes(use as never)) registered.delete(use);
      },
      doubt: async (tabId) => void doubted.push(tabId),
      inject: (tabId) => Promise.resolve(void injected.push(tabId)),
      endWithUs: () => scriptsEnd,
    },
    permissions: {
      has: (origin) => Promise.resolve(allowed.has(origin)),
      drop: (origin) => Promise.resolve(void allowed.delete(origin)),
    },
    memory: fakeMemory(),
    tabsOn: () => Promise.resolve([4]),
    now: () => 5,
  });
  return { grants: made, rows, registered, injected, doubted, allowed };
}

describe('grants', () => {
  it('registers nothing for a site that the browser did not permit', async () => {
    const { grants, registered, injected } = setUp();
    await expect(grants.grant(MAIL, 4)).rejects.toMatchObject({ code: 'site/not-granted' });
    expect([...registered, ...injected]).toEqual([]);
  });

  it('finishes a grant whose popup was closed by the browser prompt', async () => {
    const { grants, registered, injected, allowed } = setUp();
    await grants.expect(MAIL, 4);
    await grants.finishExpected();
    expect(registered.size).toBe(0);
    allowed.add(MAIL);
    await grants.finishExpected();
    expect([...registered]).toEqual(['mail']);
    expect(injected).toEqual([4]);
    expect(await grants.granted(MAIL)).toMatchObject({ uses: ['mail'], mode: 'sealed' });
  });

  it('gives back the permission and the scripts on revoking', async () => {
    const { grants, registered, doubted, allowed } = setUp([MAIL]);
    await grants.grant(MAIL, undefined, ['chat', 'call']);
    await grants.revoke(MAIL);
    expect([registered.size, allowed.size, await grants.granted(MAIL)]).toEqual([0, 0, undefined]);
    // Those in open pages ask anew, and end.
    expect(doubted).toEqual([4]);
  });

  it('adds calls to a chat, and takes one of the two away again with its scripts', async () => {
    const { grants, rows, registered, injected, doubted } = setUp([MAIL]);
    await grants.grant(MAIL, undefined, ['chat']);
    const picks = { box: '#box', messages: '#list' };
    await grants.setPicks(MAIL, picks);
    await grants.setUse(MAIL, { uses: ['chat', 'call'], mode: 'convenience' });
    expect([...registered]).toEqual(['chat', 'call']);
    expect([injected, doubted]).toEqual([[4, 4], []]);
    await grants.setUse(MAIL, { uses: ['call'], mode: 'convenience' });
    expect([...registered]).toEqual(['call']);
    expect(doubted).toEqual([4]);
    expect(rows.get(MAIL)).toEqual({ origin: MAIL, grantedAt: 5, uses: ['call'], mode: 'convenience', picks });
  });

  it('reads a grant from before sites had several uses as its one use, and writes it as a set', async () => {
    const { grants, rows, registered } = setUp([MAIL]);
    rows.set(MAIL, { origin: MAIL, grantedAt: 1, use: 'chat', mode: 'convenience' });
    await grants.restore();
    expect([...registered]).toEqual(['chat']);
    expect(await grants.granted(MAIL)).toMatchObject({ uses: ['chat'], mode: 'convenience' });
    await grants.setUse(MAIL, { uses: ['chat', 'call'], mode: 'convenience' });
    expect(rows.get(MAIL)).toEqual({ origin: MAIL, grantedAt: 1, uses: ['chat', 'call'], mode: 'convenience' });
    rows.set(MAIL, { origin: MAIL, grantedAt: 1 });
    expect(await grants.granted(MAIL)).toMatchObject({ uses: ['mail'], mode: 'sealed' });
  });

  it('takes a permission that the browser withdrew as not granted, and drops the script at the next start', async () => {
    const { grants, registered, allowed } = setUp([MAIL]);
    await grants.grant(MAIL, undefined);
    allowed.clear();
    await grants.restore();
    expect([registered.size, await grants.granted(MAIL)]).toEqual([0, undefined]);
  });

  it('gives open pages a new script after an update that ended theirs, and only then', async () => {
    for (const [ended, expected] of [
      [true, [4, 4]],
      [false, [4]],
    ] as const) {
      const { grants, injected } = setUp([MAIL], ended);
      await grants.grant(MAIL, undefined);
      await grants.reinject();
      expect(injected).toEqual(expected);
    }
  });

  it.each([
    [undefined, { state: 'blocked', reason: 'no-page' }],
    ['about:config', { state: 'blocked', reason: 'browser-page' }],
    ['chrome://settings/', { state: 'blocked', reason: 'browser-page' }],
    ['http://mail.example.org/', { state: 'blocked', reason: 'insecure' }],
    ['http://127.0.0.1:8080/', { state: 'not-granted', origin: 'http://127.0.0.1:8080' }],
    ['https://mail.example.org/x?y#z', { state: 'not-granted', origin: MAIL }],
  ])('says of %s what can be done there', async (url, expected) => {
    expect(await setUp().grants.tabState(url, NOTHING, 'unlocked')).toEqual(expected);
  });

  it('tells granted, locked and ready apart', async () => {
    const { grants } = setUp([MAIL]);
    await grants.grant(MAIL, undefined);
    const seen = { site: 'roundcube', calls: false };
    expect((await grants.tabState(`${MAIL}/`, NOTHING, 'unlocked')).state).toBe('granted');
    expect((await grants.tabState(`${MAIL}/`, seen, 'locked')).state).toBe('locked');
    expect((await grants.tabState(`${MAIL}/`, seen, 'unlocked')).state).toBe('ready');
  });
});
