import { TextField } from '../../components/text-field';
import './new-passphrase.css';
import { strengthOf } from './passphrase-strength';

type NewPassphraseProps = {
  readonly label: string;
  readonly noun?: 'passphrase' | 'password';
  readonly hint?: string;
  /** Of the first field; the second has it with `-again`. */
  readonly testId?: string;
  readonly value: string;
  readonly again: string;
  readonly onValue: (value: string) => void;
  readonly onAgain: (value: string) => void;
};

export const EASY_TO_KEEP = 'Five random words are easy to keep and hard to guess.';

/** True where both fields hold the same passphrase that is not too short. */
export const passphraseIsChosen = (value: string, again: string): boolean =>
  strengthOf(value).level > 0 && value === again;

/** A new passphrase, typed twice, with how strong it is in words. */
export function NewPassphrase(props: NewPassphraseProps) {
  const { label, noun = 'passphrase', hint = EASY_TO_KEEP, testId, value, again, onValue, onAgain } = props;
  const { level, words } = strengthOf(value);
  const differs = again !== '' && !value.startsWith(again) && again !== value;
  return (
    <div class="stack">
      <TextField
        label={label}
        kind="passphrase"
        noun={noun}
        value={value}
        onInput={onValue}
        hint={hint}
        {...(testId === undefined ? {} : { testId })}
      />
      <div class={`strength strength-${level}`}>
        <div class="strength-bar" aria-hidden="true">
          <span />
          <span />
          <span />
        </div>
        <p class="small soft" aria-live="polite">
          {words}
        </p>
      </div>
      <TextField
        label="The same again"
        kind="passphrase"
        noun={noun}
        {...(testId === undefined ? {} : { testId: `${testId}-again` })}
        value={again}
        onInput={onAgain}
        problem={differs ? 'The two are not the same. Type it again.' : undefined}
      />
    </div>
  );
}
