import { ArrowRight } from 'lucide';
import { useState } from 'preact/hooks';
import { Button } from '../../../../components/button';
import { TextField } from '../../../../components/text-field';
import { usePorts } from '../../ports';
import { Problem } from '../../problem';
import { useAct } from '../../use-act';

/** Own words in the composer's head: a page that imitates Sotto cannot know them. */
export function ChoosePhrase({ onNext }: { readonly onNext: () => void }) {
  const { call } = usePorts();
  const [phrase, setPhrase] = useState('');
  const act = useAct();
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    act.run(async () => {
      const settings = await call('settings.get');
      await call('settings.set', { ...settings, phrase: phrase.trim() });
      onNext();
    });
  };
  return (
    <form class="stack" onSubmit={save}>
      <h1 class="page-title">Choose words of your own</h1>
      <p>
        Sotto shows them wherever you write a sealed message. A page that imitates Sotto cannot know them: where they
        are missing, do not write.
      </p>
      <TextField
        label="Your words"
        value={phrase}
        onInput={setPhrase}
        maxLength={60}
        placeholder="for example: blue kettle, Tuesday"
        hint="Not your passphrase. Anyone who looks over your shoulder may see them."
      />
      <Problem code={act.code} />
      <div class="row">
        <Button type="submit" kind="main" icon={ArrowRight} busy={act.busy} disabled={phrase.trim() === ''}>
          Use these words
        </Button>
        <Button kind="quiet" onClick={onNext}>
          Choose later in Settings
        </Button>
      </div>
    </form>
  );
}
