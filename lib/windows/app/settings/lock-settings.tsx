import { Check, Choice } from '../../../../components/choice';
import type { Settings } from '../../../core/settings';
import { usePorts } from '../../ports';
import { Problem } from '../../problem';
import { useAct } from '../../use-act';

const TIMES = [
  { value: '5', words: 'After 5 minutes without use' },
  { value: '15', words: 'After 15 minutes' },
  { value: '60', words: 'After an hour' },
  { value: '480', words: 'After 8 hours' },
  { value: '0', words: 'When the browser closes' },
] as const;

type LockSettingsProps = { readonly settings: Settings; readonly onChange: () => void };

/** When the keys lock by themselves. */
export function LockSettings({ settings, onChange }: LockSettingsProps) {
  const { call } = usePorts();
  const act = useAct();
  const set = (change: Partial<Settings>) =>
    act.run(() => call('settings.set', { ...settings, ...change }).then(onChange));
  const minutes = String(settings.autoLockMinutes);
  const known = TIMES.some(({ value }) => value === minutes);
  const options = known ? TIMES : [...TIMES, { value: minutes, words: `After ${minutes} minutes` }];
  return (
    <section class="stack">
      <h2 class="section-title">Locking</h2>
      <Choice
        label="Your keys lock"
        options={options}
        value={minutes}
        onChange={(value) => set({ autoLockMinutes: Number(value) })}
      />
      <div>
        <Check
          label="Also when I am away from the keyboard"
          checked={settings.lockWhenIdle}
          onChange={(lockWhenIdle) => set({ lockWhenIdle })}
        />
        <Check
          label="Also when the screen locks"
          checked={settings.lockWhenScreenLocks}
          onChange={(lockWhenScreenLocks) => set({ lockWhenScreenLocks })}
        />
      </div>
      <p class="soft">
        <kbd class="mono">Alt+Shift+L</kbd> locks at once, in any tab. Change it in the browser’s list of extension
        shortcuts.
      </p>
      <Problem code={act.code} />
    </section>
  );
}
