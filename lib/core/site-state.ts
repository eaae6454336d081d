import type { Origin } from './brand';
import { AppError } from './errors';
import { type Parser, parseList, parseOneOf } from './parse';
import { type Picks, SITE_USES, type SiteMode, type SiteUse } from './webchat';

/** What a site is used for, one of `USE_SETS`. */
export type SiteUses = readonly SiteUse[];

/** A chat and calls are often in one page. Mail stays alone: two boxes would stand over one form. */
export const USE_SETS: readonly SiteUses[] = [['mail'], ['chat'], ['call'], ['chat', 'call']];

/** The set with these uses, in the one order; `undefined` where they do not go together. */
export const useSetOf = (uses: SiteUses): SiteUses | undefined =>
  USE_SETS.find((set) => set.length === uses.length && set.every((use) => uses.includes(use)));

/** Throws `bus/bad-input`. */
export const parseSiteUses: Parser<SiteUses> = (value) => {
  const set = useSetOf(parseList(parseOneOf(SITE_USES), SITE_USES.length)(value));
  if (set === undefined) throw new AppError('bus/bad-input');
  return set;
};

/** What the toolbar popup says of a tab. `blocked`: the browser allows no extension there. */
export type TabState =
  | { readonly state: 'not-granted'; readonly origin: Origin }
  | ({ readonly state: 'granted'; readonly origin: Origin; readonly site: string | undefined } & SitePurpose & Seen)
  | ({ readonly state: 'locked' | 'ready'; readonly origin: Origin; readonly site: string } & SitePurpose & Seen)
  | { readonly state: 'blocked'; readonly reason: 'browser-page' | 'insecure' | 'no-page' };

/** `seesCalls`: our script that sees calls is in this page, or in one inside it. */
type Seen = { readonly seesCalls?: true };

/** What the person uses a site for, and how. */
export type SitePurpose = { readonly uses: SiteUses; readonly mode: SiteMode };

/** As it lies on the disk. `mode` is left out for sealed. */
export type GrantedSite = {
  readonly origin: Origin;
  readonly grantedAt: number;
  readonly uses?: SiteUses;
  /** Of a grant from before sites had several uses, where it is the only one; left out for mail. */
  readonly use?: SiteUse;
  readonly mode?: SiteMode;
  readonly picks?: Picks;
};

export const purposeOf = ({ uses, use = 'mail', mode = 'sealed' }: GrantedSite): SitePurpose => ({
  uses: uses ?? [use],
  mode,
});
