import { useState } from 'preact/hooks';
import { Button } from '../../../../components/button';
import { Disclosure } from '../../../../components/disclosure';
import { TextField } from '../../../../components/text-field';
import { NewPassphrase, passphraseIsChosen } from '../../new-passphrase';
import { usePorts } from '../../ports';
import { Problem } from '../../problem';
import { useAct } from '../../use-act';

export function ChangePassphrase() {
  const { call } = usePorts();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const [saved, setSaved] = useState(false);
  const act = useAct();
  const ready = current !== '' && passphraseIsChosen(next, again);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!ready) return;
    setSaved(false);
    act.run(async () => {
      const old = current;
      setCurrent('');
      await call('vault.changePassphrase', { current: old, next });
      setNext('');
      setAgain('');
      setSaved(true);
    });
  };
  return (
    <section class="stack">
      <h2 class="section-title">Passphrase</h2>
      <Disclosure words="Change the passphrase">
        <form class="stack" onSubmit={submit}>
          <TextField label="Passphrase now" kind="passphrase" value={current} onInput={setCurrent} />
          <NewPassphrase label="New passphrase" value={next} again={again} onValue={setNext} onAgain={setAgain} />
          <Problem code={act.code} />
          <div>
            <Button type="submit" busy={act.busy} disabled={!ready}>
              Change passphrase
            </Button>
          </div>
        </form>
      </Disclosure>
      <p class="soft" role="status">
        {saved ? 'The passphrase was changed. Use the new one from now on.' : ''}
      </p>
    </section>
  );
}
