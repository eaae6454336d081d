import { Disclosure } from '../../../../components/disclosure';
import { Waiting } from '../../../../components/empty';
import { usePorts } from '../../ports';
import { Problem } from '../../problem';
import { useAsk } from '../../use-ask';
import { RelaySettings } from '../chat/account/relay-settings';
import { SiteList } from '../granted/site-list';
import { CallServers } from './call-servers';
import { ChangePassphrase } from './change-passphrase';
import { ChatSettings } from './chat-settings';
import { EventLog } from './event-log';
import { LockSettings } from './lock-settings';
import { PhraseSetting } from './phrase-setting';

/** What a person can set, what Sotto noted, and what it is. */
export function SettingsTab() {
  const { call } = usePorts();
  const settings = useAsk(() => call('settings.get'), ['settings']);
  return (
    <section class="stack tab-body tab-sections">
      <h1 class="page-title">Settings</h1>
      {settings.state === 'loading' && <Waiting lines={4} />}
      {settings.state === 'failed' && <Problem code={settings.code} again={settings.again} />}
      {settings.state === 'ready' && (
        <>
          <LockSettings settings={settings.value} onChange={settings.again} />
          <PhraseSetting settings={settings.value} onChange={settings.again} />
          <ChatSettings settings={settings.value} onChange={settings.again} />
        </>
      )}
      <RelaySettings />
      <CallServers />
      <ChangePassphrase />
      <section class="stack">
        <h2 class="section-title">Sites you allowed</h2>
        <SiteList />
      </section>
      <section class="stack">
        <h2 class="section-title">What Sotto noted</h2>
        <Disclosure words="Show the last failures">
          <EventLog />
        </Disclosure>
      </section>
      <About />
    </section>
  );
}

const About = () => (
  <section class="stack">
    <h2 class="section-title">About</h2>
    <p>
      Sotto seals mail with OpenPGP (RFC 9580), chat and calls with keys of their own, and connects to nobody but the
      relay that you chose, the servers for calls that you named, and whom you call. It is free software under the LGPL
      3.0 or later.
    </p>
    <p class="soft">
      It does not hide who writes to whom and when, and an old sealed mail can be opened by whoever gets your key and
      your passphrase.
    </p>
  </section>
);
