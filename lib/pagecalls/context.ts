import type { Fingerprint } from '../core/brand';
import type { CallPeer } from '../core/calls';
import type { PageCallPorts } from './contract';
import type { HeldKeys } from './held-keys';
import type { Pairs } from './pairs';
import type { Tab, World } from './state';

/** What the parts of this folder share. */
export type Context = {
  readonly ports: PageCallPorts;
  readonly pairs: Pairs;
  readonly held: HeldKeys;
  /** Names of people, as they were last heard: for our window alone. */
  readonly people: Map<Fingerprint, CallPeer>;
};

export const findTab = (world: World, { tabId, origin }: Pick<Tab, 'tabId' | 'origin'>): Tab | undefined =>
  world.tabs.find((tab) => tab.tabId === tabId && tab.origin === origin);
