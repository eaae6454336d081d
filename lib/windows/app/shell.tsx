import { KeyRound, Lock, Mail, MessagesSquare, Phone, Settings, Users } from 'lucide';
import { Button } from '../../../components/button';
import { Mark } from '../../../components/mark';
import { type Tab, Tabs } from '../../../components/tabs';
import type { CallLine } from '../../core/calls';
import type { ConversationSummary } from '../../core/chat';
import type { VaultState } from '../../core/vault-state';
import { usePorts } from '../ports';
import { useAct } from '../use-act';
import { useAsk } from '../use-ask';
import { CallsTab } from './calling/calls-tab';
import { ChatTab } from './chat/chat-tab';
import { ContactsTab } from './contacts/contacts-tab';
import { KeysTab } from './keys/keys-tab';
import { MailTab } from './overview/mail-tab';
import type { Go, Route, TabId } from './routes';
import { SettingsTab } from './settings/settings-tab';

type ShellProps = {
  readonly route: Route;
  readonly go: Go;
  readonly vault: VaultState;
  readonly onVault: () => void;
};

/** Head, tabs, and the tab that is open. */
export function Shell({ route, go, onVault }: ShellProps) {
  const { call } = usePorts();
  const act = useAct();
  const contacts = useAsk(() => call('contacts.list'), ['contacts']);
  const waiting = contacts.state === 'ready' ? contacts.value.filter(({ decision }) => decision === 'later').length : 0;
  const chats = useAsk(() => call('chat.list'), ['chat', 'contacts']);
  const calls = useAsk(() => call('calls.list'), ['calls', 'contacts']);
  const tabs: readonly Tab<TabId>[] = [
    { id: 'mail', words: 'Mail', icon: Mail },
    { id: 'chat', words: 'Chat', icon: MessagesSquare, count: chats.state === 'ready' ? newsOf(chats.value) : 0 },
    { id: 'calls', words: 'Calls', icon: Phone, count: calls.state === 'ready' ? missedIn(calls.value) : 0 },
    { id: 'contacts', words: 'Contacts', icon: Users, count: waiting },
    { id: 'keys', words: 'Keys', icon: KeyRound },
    { id: 'settings', words: 'Settings', icon: Settings },
  ];
  return (
    <div class="app">
      <header class="app-head">
        <div class="app-head-line">
          <span class="brand">
            <Mark />
            Sotto
          </span>
          <Button icon={Lock} busy={act.busy} onClick={() => act.run(() => call('vault.lock').then(onVault))}>
            Lock now
          </Button>
        </div>
        <Tabs label="Sotto" panel="panel" tabs={tabs} selected={route.tab} onSelect={go} />
      </header>
      <main>
        <div id="panel" class="app-body" role="tabpanel" aria-labelledby={`panel-${route.tab}`}>
          {route.tab === 'mail' && <MailTab go={go} />}
          {route.tab === 'chat' && (
            <ChatTab conversations={chats} open={route.conversation} go={(id) => go('chat', id)} />
          )}
          {route.tab === 'calls' && <CallsTab lines={calls} conversations={chats} />}
          {route.tab === 'contacts' && <ContactsTab />}
          {route.tab === 'keys' && <KeysTab />}
          {route.tab === 'settings' && <SettingsTab />}
        </div>
      </main>
    </div>
  );
}

/** Missed calls that were not looked at. */
const missedIn = (lines: readonly CallLine[]): number => lines.filter(({ isNew }) => isNew).length;

/** Unread messages, and people who wait for my decision. */
const newsOf = (conversations: readonly ConversationSummary[]): number =>
  conversations.reduce((sum, { unread, status }) => sum + unread + (status.channel === 'your-decision' ? 1 : 0), 0);
