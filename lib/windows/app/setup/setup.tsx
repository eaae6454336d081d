import { useState } from 'preact/hooks';
import { Mark } from '../../../../components/mark';
import { ChooseKey } from './choose-key';
import { ChoosePassphrase } from './choose-passphrase';
import { ChoosePhrase } from './choose-phrase';
import { Ready } from './ready';
import { Welcome } from './welcome';

const STEPS = ['welcome', 'passphrase', 'key', 'phrase', 'ready'] as const;
type Step = (typeof STEPS)[number];

type SetupProps = {
  /** From here on the set-up stays, although the vault exists. */
  readonly begin: () => void;
  readonly done: () => void;
  readonly onVault: () => void;
};

/** The first run: welcome, passphrase, key, own words, and how to use it. */
export function Setup({ begin, done, onVault }: SetupProps) {
  const [step, setStep] = useState<Step>('welcome');
  const number = STEPS.indexOf(step);
  return (
    <main class="app-alone setup">
      <p class="setup-head">
        <span class="brand">
          <Mark />
          Sotto
        </span>
        <span class="soft" role="status">
          {number > 0 && `Step ${number} of ${STEPS.length - 1}`}
        </span>
      </p>
      {step === 'welcome' && <Welcome onNext={() => setStep('passphrase')} />}
      {step === 'passphrase' && (
        <ChoosePassphrase
          onCreate={begin}
          onNext={() => {
            onVault();
            setStep('key');
          }}
        />
      )}
      {step === 'key' && <ChooseKey onNext={() => setStep('phrase')} />}
      {step === 'phrase' && <ChoosePhrase onNext={() => setStep('ready')} />}
      {step === 'ready' && <Ready onDone={done} />}
    </main>
  );
}
