import type { Origin } from '../core/brand';
import { AppError } from '../core/errors';
import { parseOrigin } from '../core/parse';
import type { GrantedSite, TabState } from '../core/site-state';
import type { VaultPhase } from '../core/vault-state';

export type GrantRepository = {
  list(): Promise<readonly GrantedSite[]>;
  put(grant: GrantedSite): Promise<void>;
  remove(origin: Origin): Promise<void>;
};

export type GrantPorts = {
  readonly grants: GrantRepository;
  readonly scripts: {
    register(origin: Origin): Promise<void>;
    unregister(origin: Origin): Promise<void>;
    inject(tabId: number): Promise<void>;
    /** True where an update ended the scripts of open pages. */
    endWithUs(): boolean;
  };
  readonly permissions: { has(origin: Origin): Promise<boolean>; drop(origin: Origin): Promise<void> };
  readonly memory: { get(key: string): Promise<unknown>; set(key: string, value: unknown): Promise<void> };
  readonly tabsOn: (origin: Origin) => Promise<readonly number[]>;
  readonly now: () => number;
};

const EXPECTED = 'expected-grants';
type Expected = ReadonlyArray<{ readonly origin: Origin; readonly tabId: number }>;

/** Which sites Sotto may work on: what the browser permits and what the person asked for, both. */
export function createGrants(ports: GrantPorts) {
  const { grants, scripts, permissions, memory } = ports;
  const expected = async () => ((await memory.get(EXPECTED)) ?? []) as Expected;

  const isGranted = async (origin: Origin): Promise<boolean> => {
    const [list, permitted] = await Promise.all([grants.list(), permissions.has(origin)]);
    return permitted && list.some((grant) => grant.origin === origin);
  };

  const grant = async (origin: Origin, tabId: number | undefined): Promise<void> => {
    if (!(await permissions.has(origin))) throw new AppError('site/not-granted');
    await grants.put({ origin, grantedAt: ports.now() });
    await scripts.register(origin);
    await memory.set(
      EXPECTED,
      (await expected()).filter((waiting) => waiting.origin !== origin),
    );
    const open = new Set(await ports.tabsOn(origin));
    if (tabId !== undefined) open.add(tabId);
    await Promise.all([...open].map((id) => scripts.inject(id)));
  };

  return {
    isGranted,
    grant,
    list: () => grants.list(),

    /** The permission prompt may close the popup that asked: the background finishes what it began. */
    async expect(origin: Origin, tabId: number): Promise<void> {
      const others = (await expected()).filter((waiting) => waiting.origin !== origin);
      await memory.set(EXPECTED, [...others, { origin, tabId }]);
    },

    async finishExpected(): Promise<void> {
      for (const { origin, tabId } of await expected()) {
        if (await permissions.has(origin)) await grant(origin, tabId);
      }
    },

    async revoke(origin: Origin): Promise<void> {
      await grants.remove(origin);
      await scripts.unregister(origin);
      await permissions.drop(origin);
    },

    /** At every start: what the browser forgot is registered again, what was withdrawn is dropped. */
    async restore(): Promise<void> {
      for (const { origin } of await grants.list()) {
        if (await permissions.has(origin)) await scripts.register(origin);
        else await scripts.unregister(origin);
      }
    },

    /** After an update: open pages get a script that lives. */
    async reinject(): Promise<void> {
      if (!scripts.endWithUs()) return;
      for (const { origin } of await grants.list()) {
        if (!(await permissions.has(origin))) continue;
        await Promise.all((await ports.tabsOn(origin)).map((id) => scripts.inject(id)));
      }
    },

    async tabState(url: string | undefined, site: string | undefined, phase: VaultPhase): Promise<TabState> {
      const place = placeOf(url);
      if (typeof place !== 'string') return place;
      if (!(await isGranted(place))) return { state: 'not-granted', origin: place };
      if (site === undefined) return { state: 'granted', origin: place, site };
      return { state: phase === 'unlocked' ? 'ready' : 'locked', origin: place, site };
    },
  };
}

export type Grants = ReturnType<typeof createGrants>;

const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])$/;

/** An https origin (or loopback, for a webmail on the same machine); else why Sotto cannot work there. */
function placeOf(text: string | undefined): Origin | Extract<TabState, { state: 'blocked' }> {
  const url = text === undefined ? null : URL.parse(text);
  if (url === null) return { state: 'blocked', reason: 'no-page' };
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { state: 'blocked', reason: 'browser-page' };
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname)) return { state: 'blocked', reason: 'insecure' };
  return parseOrigin(url.origin);
}
