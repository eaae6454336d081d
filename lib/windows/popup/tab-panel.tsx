import { Waiting } from '../../../components/empty';
import { Notice } from '../../../components/notice';
import type { TabState } from '../../core/site-state';
import type { VaultState } from '../../core/vault-state';
import { usePorts } from '../ports';
import { Problem } from '../problem';
import { UnlockForm } from '../unlock-form';
import { useAsk } from '../use-ask';
import { CallPanel } from './call/call-panel';
import { GrantPanel } from './grant-panel';
import { GrantedPanel } from './granted-panel';

const BLOCKED: Readonly<Record<'browser-page' | 'insecure' | 'no-page', string>> = {
  'browser-page':
    'The browser lets no extension work on this page. Open your webmail, chat or call and look here again.',
  insecure: 'This page came without https, so anyone on the way could change it. Open its https address.',
  'no-page': 'There is no page here yet. Open your webmail, chat or call and look here again.',
};

/** What Sotto does in the tab in front, and why not where it cannot. */
export function TabPanel({ vault, onVault }: { readonly vault: VaultState; readonly onVault: () => void }) {
  const { call, currentTab } = usePorts();
  const tab = useAsk(async () => {
    const tabId = await currentTab();
    return { tabId, state: await call('sites.tabState', tabId === undefined ? {} : { tabId }) };
  }, ['sites', 'vault', 'calls']);
  const callOf = tab.state === 'ready' && vault.phase === 'unlocked' ? callTabOf(tab.value) : undefined;
  return (
    <>
      {callOf !== undefined && <CallPanel key={`${callOf.tabId} ${callOf.origin}`} {...callOf} />}
      <section class="popup-part stack popup-tab" aria-label="This tab">
        {tab.state === 'loading' && <Waiting lines={2} />}
        {tab.state === 'failed' && <Problem code={tab.code} again={tab.again} />}
        {tab.state === 'ready' && (
          <TabWords state={tab.value.state} tabId={tab.value.tabId} vault={vault} onChange={tab.again} />
        )}
      </section>
      {vault.phase === 'locked' && (
        <section class="popup-part stack" aria-label="Unlock">
          <p>Your keys are locked. Unlock them to read and write what is sealed.</p>
          <UnlockForm vault={vault} onUnlocked={onVault} onRefused={onVault} />
        </section>
      )}
    </>
  );
}

type Tab = { readonly state: TabState; readonly tabId: number | undefined };

/** The tab whose call there may be to speak of: its page is used for calls, or a page inside it is. */
function callTabOf({ state, tabId }: Tab) {
  // Said by our script that sees calls, in this page or in one inside it. Before that a call could not be sealed.
  if (tabId === undefined || state.state !== 'ready' || state.seesCalls !== true) return undefined;
  return { tabId, origin: state.origin, isInner: !state.uses.includes('call') };
}

type TabWordsProps = Tab & {
  readonly vault: VaultState;
  readonly onChange: () => void;
};

function TabWords({ state, tabId, vault, onChange }: TabWordsProps) {
  if (state.state === 'blocked') {
    return (
      <Notice tone="quiet" title="Sotto cannot work here">
        {BLOCKED[state.reason]}
      </Notice>
    );
  }
  if (state.state === 'not-granted') {
    return <GrantPanel key={state.origin} origin={state.origin} tabId={tabId} onChange={onChange} />;
  }
  return <GrantedPanel key={state.origin} state={state} vault={vault} onChange={onChange} />;
}
