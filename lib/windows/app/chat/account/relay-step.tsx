import { LogIn as LogInIcon, RefreshCw } from 'lucide';
import { useState } from 'preact/hooks';
import { Button } from '../../../../../components/button';
import { Dialog } from '../../../../../components/dialog';
import type { RelayStatus } from '../../../../core/chat';
import { usePorts } from '../../../ports';
import { Problem } from '../../../problem';
import { useAct } from '../../../use-act';
import { LogIn } from './log-in';
import { nextStep } from './next-step';

type RelayStepProps = { readonly relay: Pick<RelayStatus, 'link' | 'account'> };

/**
 * The one thing that helps the connection, and nothing where there is none. Drawn always: logging in again passes
 * through having no account, and must not close the form on its way.
 */
export function RelayStep({ relay }: RelayStepProps) {
  const { call } = usePorts();
  const [logIn, setLogIn] = useState<{ readonly known: RelayStatus['account'] }>();
  const act = useAct();
  const step = nextStep(relay.link);
  return (
    <>
      {step?.kind === 'retry' && (
        <Button
          kind="quiet"
          icon={RefreshCw}
          busy={act.busy}
          testId="relay-step"
          onClick={() => act.run(async () => void (await call('relay.retry')))}
        >
          {step.words}
        </Button>
      )}
      {step?.kind === 'log-in' && (
        <Button icon={LogInIcon} testId="relay-step" onClick={() => setLogIn({ known: relay.account })}>
          {step.words}
        </Button>
      )}
      <Problem code={step === undefined ? undefined : act.code} />
      {logIn !== undefined && (
        <Dialog
          title={logIn.known === undefined ? 'Log in to your chat account' : 'Log in again'}
          onClose={() => setLogIn(undefined)}
        >
          <LogIn known={logIn.known} onDone={() => setLogIn(undefined)} />
        </Dialog>
      )}
    </>
  );
}
