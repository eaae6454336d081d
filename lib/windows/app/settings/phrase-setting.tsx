import { useState } from 'preact/hooks';
import { Button } from '../../../../components/button';
import { TextField } from '../../../../components/text-field';
import type { Settings } from '../../../core/settings';
import { usePorts } from '../../ports';
import { Problem } from '../../problem';
import { useAct } from '../../use-act';

/** The words that no page can know. */
export function PhraseSetting({ settings, onChange }: { readonly settings: Settings; readonly onChange: () => void }) {
  const { call } = usePorts();
  const [phrase, setPhrase] = useState(settings.phrase);
  const [saved, setSaved] = useState(false);
  const act = useAct();
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    act.run(async () => {
      await call('settings.set', { ...settings, phrase: phrase.trim() });
      setSaved(true);
      onChange();
    });
  };
  return (
    <form class="stack" onSubmit={save}>
      <h2 class="section-title">Words of your own</h2>
      <TextField
        label="Shown wherever you write a sealed message"
        value={phrase}
        maxLength={60}
        onInput={(value) => {
          setPhrase(value);
          setSaved(false);
        }}
        hint="A page that imitates Sotto cannot know them. Not your passphrase."
      />
      <Problem code={act.code} />
      <div class="row">
        <Button type="submit" busy={act.busy} disabled={phrase.trim() === settings.phrase}>
          Use these words
        </Button>
        <span class="soft" role="status">
          {saved ? 'Saved.' : ''}
        </span>
      </div>
    </form>
  );
}
