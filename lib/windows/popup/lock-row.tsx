import { Lock, LockOpen } from 'lucide';
import { Button } from '../../../components/button';
import { Status } from '../../../components/status';
import type { VaultState } from '../../core/vault-state';
import { usePorts } from '../ports';
import { useAct } from '../use-act';

/** Whether my keys are open, and the way to close them at once. */
export function LockRow({ vault, onChange }: { readonly vault: VaultState; readonly onChange: () => void }) {
  const { call } = usePorts();
  const act = useAct();
  if (vault.phase === 'absent') return null;
  if (vault.phase === 'locked') {
    return (
      <Status tone="quiet" icon={Lock} live>
        Keys locked
      </Status>
    );
  }
  return (
    <div class="row">
      <Status tone="quiet" icon={LockOpen} live>
        Keys unlocked
      </Status>
      <Button icon={Lock} busy={act.busy} onClick={() => act.run(() => call('vault.lock').then(onChange))}>
        Lock now
      </Button>
    </div>
  );
}
