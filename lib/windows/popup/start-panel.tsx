import { ArrowRight } from 'lucide';
import { Button } from '../../../components/button';
import { usePorts } from '../ports';
import { Problem } from '../problem';
import { useAct } from '../use-act';

/** Before the first passphrase. */
export function StartPanel() {
  const { call, closeWindow } = usePorts();
  const act = useAct();
  const open = () =>
    act.run(async () => {
      await call('frame.openWindow', { window: 'start' });
      closeWindow();
    });
  return (
    <section class="stack popup-part">
      <h2 class="section-title">Write mail that only the two of you can read</h2>
      <p>
        Sotto seals messages in the webmail you already use. Choose a passphrase and make your key: it takes about two
        minutes.
      </p>
      <Button kind="main" icon={ArrowRight} busy={act.busy} onClick={open} wide>
        Set up Sotto
      </Button>
      <Problem code={act.code} />
    </section>
  );
}
