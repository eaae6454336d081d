import type { CALLS_PROTOCOL } from '../../bus/calls-protocol';
import type { CHAT_PROTOCOL } from '../../bus/chat-protocol';
import type { Handlers } from '../../bus/server';
import type { WEBCHAT_PROTOCOL } from '../../bus/webchat-protocol';
import type { Evidence } from '../../core/certificate';
import type { Deps } from '../deps';
import { lockNow } from '../lock-now';
import { seenInTab } from '../seen-in-tab';

type WindowHandlers = Omit<
  Handlers,
  | `page.${string}`
  | `reader.${string}`
  | `composer.${string}`
  | `bar.${string}`
  | `frame.${string}`
  | keyof typeof CHAT_PROTOCOL
  | keyof typeof WEBCHAT_PROTOCOL
  | keyof typeof CALLS_PROTOCOL
>;

const octetsOf = async (blob: Blob): Promise<Uint8Array> => new Uint8Array(await blob.arrayBuffer());

/** Commands of our own windows: every decision about keys, trust and sites. */
export function windowHandlers(deps: Deps): WindowHandlers {
  const { vault, autoLock, ownKeys, contacts, grants, drafts, settings, announce } = deps;
  const after = async <T>(event: Parameters<Deps['announce']>[0], result: T): Promise<T> => {
    await announce(event);
    return result;
  };
  /** Conversations go on, or stop, with what was decided; the window does not wait for it. */
  const afterDecision = async <T>(result: T): Promise<T> => {
    await announce('contacts');
    deps.chat.events.onContacts().catch(deps.onFailure);
    deps.webchat.events.onContacts().catch(deps.onFailure);
    return result;
  };
  const afterKeys = async <T>(result: T): Promise<T> => {
    await announce('keys');
    deps.chat.events.onKeys().catch(deps.onFailure);
    return result;
  };
  const state = async () => {
    const locksAt = await autoLock.locksAt();
    return { ...(await vault.state()), ...(locksAt === undefined ? {} : { locksAt }) };
  };

  return {
    'vault.state': state,
    'vault.create': async ({ passphrase }) => {
      await vault.create(passphrase);
      await autoLock.touch();
      return state();
    },
    'vault.unlock': async ({ passphrase }) => {
      await vault.unlock(passphrase);
      await autoLock.touch();
      return state();
    },
    'vault.lock': async () => {
      await lockNow(deps);
      return state();
    },
    'vault.changePassphrase': ({ current, next }) => vault.changePassphrase(current, next).then(() => undefined),

    'keys.list': () => ownKeys.list(),
    'keys.make': async (request) => afterKeys(await ownKeys.make(request)),
    'keys.import': async ({ octets, passphrase }) =>
      afterKeys(await ownKeys.import(await octetsOf(octets), passphrase)),
    'keys.prefer': async ({ fingerprint }) => afterKeys(await ownKeys.prefer(fingerprint)),
    'keys.delete': async ({ fingerprint }) => afterKeys(await ownKeys.delete(fingerprint)),
    'keys.exportPrivate': ({ fingerprint, passphrase }) => ownKeys.exportPrivate(fingerprint, passphrase),

    'contacts.list': () => contacts.list(),
    'contacts.submit': async ({ octets, evidence }) => {
      const full: Evidence = { ...evidence, at: deps.now() };
      return after('contacts', await contacts.submit(await octetsOf(octets), full));
    },
    'contacts.report': ({ fingerprint }) => contacts.report(fingerprint),
    'contacts.decide': async ({ fingerprint, decision }) => afterDecision(await contacts.decide(fingerprint, decision)),
    'contacts.remove': async ({ fingerprint }) => afterDecision(await contacts.remove(fingerprint)),

    'sites.tabState': async ({ tabId }) => {
      const tab = await deps.screen.urlOf(tabId);
      const nothing = { site: undefined, calls: false };
      const seen = tab === undefined ? nothing : await seenInTab(deps, tab.id);
      return grants.tabState(tab?.url, seen, (await vault.state()).phase);
    },
    'sites.list': () => grants.list(),
    'sites.expectGrant': ({ origin, tabId, uses }) => grants.expect(origin, tabId, uses),
    'sites.grant': async ({ origin, tabId, uses }) => after('sites', await grants.grant(origin, tabId, uses)),
    'sites.setUse': async ({ origin, uses, mode }) => after('sites', await grants.setUse(origin, { uses, mode })),
    'sites.revoke': async ({ origin }) => after('sites', await grants.revoke(origin)),

    'drafts.list': () => drafts.list(),
    'drafts.delete': async ({ id }) => after('drafts', await drafts.remove(id)),
    'settings.get': () => settings.get(),
    'settings.set': async (next) => {
      await settings.set(next);
      await autoLock.touch();
      deps.chat.events.onSettings().catch(deps.onFailure);
      return after('settings', undefined);
    },
    'log.list': () => deps.log.list(),
  };
}
