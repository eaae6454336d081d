import type { Origin } from './brand';
import type { Picks, SiteMode, SiteUse } from './webchat';

/** What the toolbar popup says of a tab. `blocked`: the browser allows no extension there. */
export type TabState =
  | { readonly state: 'not-granted'; readonly origin: Origin }
  | ({ readonly state: 'granted'; readonly origin: Origin; readonly site: string | undefined } & SitePurpose)
  | ({ readonly state: 'locked' | 'ready'; readonly origin: Origin; readonly site: string } & SitePurpose)
  | { readonly state: 'blocked'; readonly reason: 'browser-page' | 'insecure' | 'no-page' };

/** What the person uses a site for, and how. */
export type SitePurpose = { readonly use: SiteUse; readonly mode: SiteMode };

/** `use` is left out for mail, `mode` for sealed. */
export type GrantedSite = {
  readonly origin: Origin;
  readonly grantedAt: number;
  readonly use?: SiteUse;
  readonly mode?: SiteMode;
  readonly picks?: Picks;
};
