import { Check } from '../../../../components/choice';
import { Notice } from '../../../../components/notice';
import { type IceServer, isTurn } from '../../../core/calls';
import { usePorts } from '../../ports';
import { Problem } from '../../problem';
import { useAct } from '../../use-act';
import { useAsk } from '../../use-ask';

/** Whether who is called may see this machine's address. */
export function OnlyTurn({ servers }: { readonly servers: readonly IceServer[] }) {
  const { call } = usePorts();
  const settings = useAsk(() => call('settings.get'), ['settings']);
  const act = useAct();
  if (settings.state === 'failed') return <Problem code={settings.code} again={settings.again} />;
  if (settings.state === 'loading') return null;
  const { onlyTurn } = settings.value;
  const set = (wanted: boolean) =>
    act.run(async () => {
      // As it is now: another part of this window may have changed something else.
      await call('settings.set', { ...(await call('settings.get')), onlyTurn: wanted });
      settings.again();
    });
  return (
    <div class="stack">
      <Check
        label="Calls go only through a TURN server"
        hint="Hides your internet address from who you call, or who calls you. Else they see it once you talk."
        checked={onlyTurn}
        disabled={act.busy}
        onChange={set}
      />
      {onlyTurn && !servers.some(isTurn) && (
        <Notice tone="attention" title="No call can begin">
          No TURN server is named here. Add one, or allow direct calls.
        </Notice>
      )}
      <Problem code={act.code} />
    </div>
  );
}
