import type { Sender } from '../bus/sender';
import type { Origin } from '../core/brand';
import { AppError } from '../core/errors';
import type { GrantedSite, SitePurpose } from '../core/site-state';
import type { SiteUse } from '../core/webchat';
import type { Grants } from './grants';

export type GrantedSender = {
  readonly tabId: number;
  readonly origin: Origin;
  readonly site: GrantedSite & SitePurpose;
};

/**
 * Scripts may outlive a grant, or what it was given for: it is asked for at every call. Throws `bus/refused`,
 * `site/not-granted`.
 */
export async function requireGrant(grants: Grants, sender: Sender, use?: SiteUse): Promise<GrantedSender> {
  const { origin, tabId } = sender;
  if (origin === undefined || tabId === undefined) throw new AppError('bus/refused');
  const site = await grants.require(origin);
  if (use !== undefined) requireUse(site, use);
  return { tabId, origin, site };
}

/** Throws `site/not-granted` where the site is granted for something else. */
export function requireUse({ uses }: SitePurpose, use: SiteUse): void {
  if (!uses.includes(use)) throw new AppError('site/not-granted');
}
