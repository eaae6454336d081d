import { Waiting } from '../../../components/empty';
import { Mark } from '../../../components/mark';
import { usePorts } from '../ports';
import { Problem } from '../problem';
import { useAsk } from '../use-ask';
import '../windows.css';
import './app.css';
import { useState } from 'preact/hooks';
import { useRoute } from './routes';
import { Setup } from './setup/setup';
import { Shell } from './shell';
import { UnlockView } from './unlock-view';

/** The window with everything: set-up first, unlocking in place, then the tabs. */
export function App() {
  const { call, closeWindow } = usePorts();
  const [route, go] = useRoute();
  const [settingUp, setSettingUp] = useState(false);
  const vault = useAsk(() => call('vault.state'), ['vault']);
  if (vault.state !== 'ready') {
    return (
      <main class="app-alone">
        <Brand />
        {vault.state === 'loading' ? <Waiting lines={3} /> : <Problem code={vault.code} again={vault.again} />}
      </main>
    );
  }
  const { phase } = vault.value;
  if (phase === 'absent' || settingUp) {
    return <Setup begin={() => setSettingUp(true)} done={() => setSettingUp(false)} onVault={vault.again} />;
  }
  if (phase === 'locked') {
    const onUnlocked = () => {
      vault.again();
      if (route.unlock) closeWindow();
    };
    return (
      <main class="app-alone">
        <Brand />
        <UnlockView vault={vault.value} onUnlocked={onUnlocked} onRefused={vault.again} />
      </main>
    );
  }
  return <Shell route={route} go={go} vault={vault.value} onVault={vault.again} />;
}

const Brand = () => (
  <p class="brand">
    <Mark />
    Sotto
  </p>
);
