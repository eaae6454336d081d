import type { VaultState } from '../../core/vault-state';
import { usePorts } from '../ports';
import { UnlockForm } from '../unlock-form';
import { useAsk } from '../use-ask';

type UnlockViewProps = {
  readonly vault: VaultState;
  readonly onUnlocked: () => void;
  readonly onRefused: () => void;
};

/** Keys are locked: unlock here and go on where one was. The own phrase shows that this is Sotto. */
export function UnlockView(props: UnlockViewProps) {
  const { call } = usePorts();
  const settings = useAsk(() => call('settings.get'), ['settings']);
  const phrase = settings.state === 'ready' ? settings.value.phrase : '';
  return (
    <section class="stack">
      <h1 class="page-title">Your keys are locked</h1>
      <p class="unlock-phrase wrap-anywhere">
        {phrase === '' ? (
          'Unlock them to read and write sealed mail.'
        ) : (
          <>
            Your phrase: <bdi>{phrase}</bdi>
          </>
        )}
      </p>
      <UnlockForm {...props} />
      <p class="soft small">
        Nobody can look the passphrase up for you. Without it the keys stay closed, and a backup of your key is the only
        way back.
      </p>
    </section>
  );
}
