import type { Origin } from './brand';
import type { Picks, SiteMode, SiteUse } from './webchat';

/** What the toolbar popup says of a tab. `blocked`: the browser allows no extension there. */
export type TabState =
  | { readonly state: 'not-granted'; readonly origin: Origin }
  | { readonly state: 'granted'; readonly origin: Origin; readonly site: string | undefined }
  | { readonly state: 'locked'; readonly origin: Origin; readonly site: string }
  | { readonly state: 'ready'; readonly origin: Origin; readonly site: string }
  | { readonly state: 'blocked'; readonly reason: 'browser-page' | 'insecure' | 'no-page' };

/** `use` is left out for mail, `mode` for sealed. */
export type GrantedSite = {
  readonly origin: Origin;
  readonly grantedAt: number;
  readonly use?: SiteUse;
  readonly mode?: SiteMode;
  readonly picks?: Picks;
};
