import { Waiting } from '../../../components/empty';
import { Mark } from '../../../components/mark';
import type { VaultState } from '../../core/vault-state';
import { usePorts } from '../ports';
import { Problem } from '../problem';
import { useAsk } from '../use-ask';
import { ChatRow } from './chat-row';
import { LockRow } from './lock-row';
import './popup.css';
import { PopupLinks } from './popup-links';
import { StartPanel } from './start-panel';
import { TabPanel } from './tab-panel';
import { WaitingList } from './waiting-list';

/** The toolbar popup: this tab, my keys, what waits for me, and the way to everything else. */
export function Popup() {
  const { call } = usePorts();
  const vault = useAsk(() => call('vault.state'), ['vault']);
  return (
    <main class="popup">
      <header class="popup-head">
        <h1 class="brand">
          <Mark />
          Sotto
        </h1>
        {vault.state === 'ready' && <LockRow vault={vault.value} onChange={vault.again} />}
      </header>
      {vault.state === 'loading' && <Waiting lines={3} />}
      {vault.state === 'failed' && <Problem code={vault.code} again={vault.again} />}
      {vault.state === 'ready' && <PopupBody vault={vault.value} onVault={vault.again} />}
    </main>
  );
}

function PopupBody({ vault, onVault }: { readonly vault: VaultState; readonly onVault: () => void }) {
  if (vault.phase === 'absent') return <StartPanel />;
  return (
    <>
      <TabPanel vault={vault} onVault={onVault} />
      <WaitingList unlocked={vault.phase === 'unlocked'} />
      <ChatRow unlocked={vault.phase === 'unlocked'} />
      <PopupLinks />
    </>
  );
}
