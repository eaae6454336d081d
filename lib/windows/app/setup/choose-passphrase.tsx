import { ArrowRight } from 'lucide';
import { useState } from 'preact/hooks';
import { Button } from '../../../../components/button';
import { NewPassphrase, passphraseIsChosen } from '../../new-passphrase';
import { usePorts } from '../../ports';
import { Problem } from '../../problem';
import { useAct } from '../../use-act';

type ChoosePassphraseProps = { readonly onCreate: () => void; readonly onNext: () => void };

export function ChoosePassphrase({ onCreate, onNext }: ChoosePassphraseProps) {
  const { call } = usePorts();
  const [value, setValue] = useState('');
  const [again, setAgain] = useState('');
  const act = useAct();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!passphraseIsChosen(value, again)) return;
    act.run(async () => {
      onCreate();
      await call('vault.create', { passphrase: value });
      setValue('');
      setAgain('');
      onNext();
    });
  };
  return (
    <form class="stack" onSubmit={submit}>
      <h1 class="page-title">Choose a passphrase</h1>
      <p>
        It locks your keys on this computer. Nobody else has it and nobody can bring it back, so write it on paper and
        keep the paper.
      </p>
      <NewPassphrase label="Passphrase" value={value} again={again} onValue={setValue} onAgain={setAgain} />
      <Problem code={act.code} />
      <div>
        <Button
          type="submit"
          kind="main"
          icon={ArrowRight}
          busy={act.busy}
          disabled={!passphraseIsChosen(value, again)}
        >
          Set passphrase
        </Button>
      </div>
    </form>
  );
}
