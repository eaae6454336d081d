import { PanelTopOpen, Phone } from 'lucide';
import { Button } from '../../../../components/button';
import { Notice } from '../../../../components/notice';
import type { CallView } from '../../../core/calls';
import { usePorts } from '../../ports';
import { Problem } from '../../problem';
import { useAct } from '../../use-act';
import { nameOf } from '../chat/words';

const PHASES: Readonly<Record<Exclude<CallView['phase'], 'over'>, (name: string) => string>> = {
  calling: (name) => `Calling ${name}`,
  ringing: (name) => `It rings at ${name}`,
  incoming: (name) => `${name} calls you`,
  answered: (name) => `In a call with ${name}`,
};

/** The call that is under way, which has a window of its own. */
export function CallUnderWay({ view }: { readonly view: CallView }) {
  const { call } = usePorts();
  const act = useAct();
  if (view.phase === 'over') return null;
  return (
    <div data-testid="call-under-way" data-phase={view.phase}>
      <Notice
        tone={view.phase === 'incoming' ? 'attention' : 'neutral'}
        title={PHASES[view.phase](nameOf(view.peer))}
        live="status"
        actions={
          <Button
            icon={view.phase === 'incoming' ? Phone : PanelTopOpen}
            busy={act.busy}
            testId="call-show"
            onClick={() => act.run(() => call('calls.show', { id: view.id }).then(() => undefined))}
          >
            Show the call
          </Button>
        }
      />
      <Problem code={act.code} />
    </div>
  );
}
