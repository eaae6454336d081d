import { useState } from 'preact/hooks';
import { Button } from '../../../../components/button';
import { ImportKey } from '../keys/import-key';
import { MakeKey } from '../keys/make-key';

/** A new key, or the one a person has from another program. */
export function ChooseKey({ onNext }: { readonly onNext: () => void }) {
  const [way, setWay] = useState<'make' | 'import'>('make');
  return (
    <section class="stack">
      <h1 class="page-title">{way === 'make' ? 'Make your key' : 'Bring the key you have'}</h1>
      <p>
        {way === 'make'
          ? 'Others see the name and the address on your certificate. Use the address of your webmail.'
          : 'Save it from your other program with its passphrase, and open the file here.'}
      </p>
      {way === 'make' ? <MakeKey onDone={onNext} /> : <ImportKey onDone={onNext} />}
      <div>
        <Button kind="quiet" onClick={() => setWay(way === 'make' ? 'import' : 'make')}>
          {way === 'make' ? 'I have a key already' : 'Make a new key instead'}
        </Button>
      </div>
    </section>
  );
}
