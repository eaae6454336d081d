import type { Origin } from '../core/brand';
import { AppError } from '../core/errors';
import { parseOrigin } from '../core/parse';
import {
  type GrantedSite,
  purposeOf,
  type SitePurpose,
  type SiteUses,
  type TabState,
  useSetOf,
} from '../core/site-state';
import type { VaultPhase } from '../core/vault-state';
import type { Picks } from '../core/webchat';

export type GrantRepository = {
  list(): Promise<readonly GrantedSite[]>;
  put(grant: GrantedSite): Promise<void>;
  remove(origin: Origin): Promise<void>;
};

export type GrantPorts = {
  readonly grants: GrantRepository;
  readonly scripts: {
    register(origin: Origin, uses: SiteUses): Promise<void>;
    unregister(origin: Origin, butFor: SiteUses): Promise<void>;
    inject(tabId: number, uses: SiteUses): Promise<void>;
    /** Each in the tab asks anew whether it may run; nothing that it said of its page stands any more. */
    doubt(tabId: number): Promise<void>;
    /** True where an update ended the scripts of open pages. */
    endWithUs(): boolean;
  };
  readonly permissions: { has(origin: Origin): Promise<boolean>; drop(origin: Origin): Promise<void> };
  readonly memory: { get(key: string): Promise<unknown>; set(key: string, value: unknown): Promise<void> };
  readonly tabsOn: (origin: Origin) => Promise<readonly number[]>;
  readonly now: () => number;
};

const EXPECTED = 'expected-grants';
type Expected = ReadonlyArray<{ readonly origin: Origin; readonly tabId: number; readonly uses: SiteUses }>;

const MAIL: SiteUses = ['mail'];

/** What scripts of ours have said of the page in a tab. */
export type SeenInTab = { readonly site: string | undefined; readonly calls: boolean };

/** Which sites Sotto may work on: what the browser permits and what the person asked for, both. */
export function createGrants(ports: GrantPorts) {
  const { grants, scripts, permissions, memory } = ports;
  const expected = async () => ((await memory.get(EXPECTED)) ?? []) as Expected;

  const granted = async (origin: Origin): Promise<(GrantedSite & SitePurpose) | undefined> => {
    const [list, permitted] = await Promise.all([grants.list(), permissions.has(origin)]);
    const site = permitted ? list.find((one) => one.origin === origin) : undefined;
    return site && { ...site, ...purposeOf(site) };
  };
  const require = async (origin: Origin): Promise<GrantedSite & SitePurpose> => {
    const site = await granted(origin);
    if (site === undefined) throw new AppError('site/not-granted');
    return site;
  };

  const put = ({ use: _before, ...site }: GrantedSite) => grants.put(site);
  /** Scripts that have nothing to do there any more end in pages that are open, too. */
  const dropScripts = async (origin: Origin, butFor: SiteUses): Promise<void> => {
    await scripts.unregister(origin, butFor);
    await Promise.allSettled((await ports.tabsOn(origin)).map(scripts.doubt));
  };

  const grant = async (origin: Origin, tabId: number | undefined, uses = MAIL): Promise<void> => {
    if (!(await permissions.has(origin))) throw new AppError('site/not-granted');
    const before = (await grants.list()).find((one) => one.origin === origin);
    await put({ ...(before ?? { origin, grantedAt: ports.now() }), uses });
    if (before !== undefined && purposeOf(before).uses.some((use) => !uses.includes(use)))
      await dropScripts(origin, uses);
    await scripts.register(origin, uses);
    await memory.set(
      EXPECTED,
      (await expected()).filter((waiting) => waiting.origin !== origin),
    );
    const open = new Set(await ports.tabsOn(origin));
    if (tabId !== undefined) open.add(tabId);
    await Promise.all([...open].map((id) => scripts.inject(id, uses)));
  };

  return {
    granted,
    require,
    grant,
    list: async () => (await grants.list()).map((site) => ({ ...site, ...purposeOf(site) })),

    /** In pages that are open, scripts of a use that is new are put in, and those of one that is gone end. */
    async setUse(origin: Origin, { uses, mode }: SitePurpose): Promise<void> {
      const site = await require(origin);
      await put({ ...site, mode });
      if (useSetOf(site.uses) !== useSetOf(uses)) await grant(origin, undefined, uses);
    },

    /** Where one writes and where messages stand, as the person showed it. */
    async setPicks(origin: Origin, picks: Picks | undefined): Promise<void> {
      const { picks: _before, ...site } = await require(origin);
      await put(picks === undefined ? site : { ...site, picks });
    },

    /** The permission prompt may close the popup that asked: the background finishes what it began. */
    async expect(origin: Origin, tabId: number, uses = MAIL): Promise<void> {
      const others = (await expected()).filter((waiting) => waiting.origin !== origin);
      await memory.set(EXPECTED, [...others, { origin, tabId, uses }]);
    },

    async finishExpected(): Promise<void> {
      for (const { origin, tabId, uses } of await expected()) {
        if (await permissions.has(origin)) await grant(origin, tabId, uses);
      }
    },

    async revoke(origin: Origin): Promise<void> {
      await grants.remove(origin);
      await dropScripts(origin, []);
      await permissions.drop(origin);
    },

    /** At every start: what the browser forgot is registered again, what was withdrawn is dropped. */
    async restore(): Promise<void> {
      for (const site of await grants.list()) {
        const { origin } = site;
        if (await permissions.has(origin)) await scripts.register(origin, purposeOf(site).uses);
        else await scripts.unregister(origin, []);
      }
    },

    /** After an update: open pages get a script that lives. */
    async reinject(): Promise<void> {
      if (!scripts.endWithUs()) return;
      for (const site of await grants.list()) {
        if (!(await permissions.has(site.origin))) continue;
        const { uses } = purposeOf(site);
        await Promise.all((await ports.tabsOn(site.origin)).map((id) => scripts.inject(id, uses)));
      }
    },

    async tabState(url: string | undefined, seen: SeenInTab, phase: VaultPhase): Promise<TabState> {
      const place = placeOf(url);
      if (typeof place !== 'string') return place;
      const known = await granted(place);
      if (known === undefined) return { state: 'not-granted', origin: place };
      const { uses, mode } = known;
      const { site, calls } = seen;
      const about = { origin: place, uses, mode, ...(calls ? { seesCalls: true as const } : {}) };
      if (site === undefined) return { state: 'granted', site, ...about };
      return { state: phase === 'unlocked' ? 'ready' : 'locked', site, ...about };
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
