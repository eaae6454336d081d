import { Check, Choice } from '../../../../components/choice';
import type { Settings } from '../../../core/settings';
import { usePorts } from '../../ports';
import { Problem } from '../../problem';
import { useAct } from '../../use-act';

const NOTICES = [
  { value: 'plain', words: 'Say that a message came' },
  { value: 'content', words: 'Say from whom, and how it begins', hint: 'Others can read it on your screen.' },
  { value: 'off', words: 'Say nothing' },
] as const;

type ChatSettingsProps = { readonly settings: Settings; readonly onChange: () => void };

/** What contacts see of me, and what the system shows of them. */
export function ChatSettings({ settings, onChange }: ChatSettingsProps) {
  const { call } = usePorts();
  const act = useAct();
  const set = (change: Partial<Settings>) =>
    act.run(() => call('settings.set', { ...settings, ...change }).then(onChange));
  return (
    <section class="stack">
      <h2 class="section-title">Chat</h2>
      <div>
        <Check
          label="Contacts see when I am online, and I see them"
          checked={settings.shareOnline}
          onChange={(shareOnline) => set({ shareOnline })}
        />
        <Check
          label="Contacts see when I write, and I see them"
          checked={settings.shareTyping}
          onChange={(shareTyping) => set({ shareTyping })}
        />
      </div>
      <Choice label="Notifications" options={NOTICES} value={settings.notify} onChange={(notify) => set({ notify })} />
      <Problem code={act.code} />
    </section>
  );
}
