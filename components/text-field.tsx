import { Eye, EyeOff } from 'lucide';
import type { RefObject } from 'preact';
import { useId, useState } from 'preact/hooks';
import { Button } from './button';
import './text-field.css';

export type TextFieldProps = {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  /** `passphrase`: hidden, can be shown, never offered to the browser's store. `area`: several lines. */
  readonly kind?: 'text' | 'email' | 'passphrase' | 'search' | 'number' | 'area';
  /** What a `passphrase` is called. */
  readonly noun?: 'passphrase' | 'password' | 'secret';
  /** What is asked for and why, under the field. */
  readonly hint?: string;
  /** What is wrong and what to do; read out when it appears. */
  readonly problem?: string | undefined;
  readonly placeholder?: string;
  readonly rows?: number;
  readonly maxLength?: number;
  readonly min?: number;
  readonly max?: number;
  readonly disabled?: boolean;
  readonly mono?: boolean;
  /** The label is for the ear only. */
  readonly hideLabel?: boolean;
  readonly testId?: string;
  readonly fieldRef?: RefObject<HTMLElement | null>;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  readonly onBlur?: () => void;
};

/** Nothing typed here is stored, completed, corrected or sent to a spelling service by the browser (S10). */
const PRIVATE = { autocomplete: 'off', autocorrect: 'off', autocapitalize: 'off', spellcheck: false } as const;

/** The typings of preact have one variant for each type of input; this is the union of ours. */
const inputType = (kind: string, shown: boolean): string =>
  kind !== 'passphrase' ? kind : shown ? 'text' : 'password';

/** A field with its name above, its hint and its problem below. */
export function TextField(props: TextFieldProps) {
  const id = useId();
  const [shown, setShown] = useState(false);
  const { kind = 'text', noun = 'passphrase', hint, problem } = props;
  const described = [hint === undefined ? '' : `${id}-hint`, problem === undefined ? '' : `${id}-problem`];
  const common = {
    ...PRIVATE,
    id,
    ref: (element: HTMLElement | null) => {
      if (props.fieldRef !== undefined) props.fieldRef.current = element;
    },
    class: `field-box${props.mono === true ? ' mono' : ''}`,
    value: props.value,
    placeholder: props.placeholder,
    maxLength: props.maxLength,
    disabled: props.disabled,
    'data-testid': props.testId,
    'aria-invalid': problem === undefined ? undefined : ('true' as const),
    'aria-describedby': described.filter(Boolean).join(' ') || undefined,
    dir: kind === 'area' || kind === 'search' || kind === 'text' ? ('auto' as const) : undefined,
    onInput: (event: Event) => props.onInput((event.currentTarget as HTMLInputElement).value),
    onKeyDown: props.onKeyDown,
    onBlur: props.onBlur,
  };
  return (
    <div class="field">
      <label class={props.hideLabel === true ? 'visually-hidden' : 'field-label'} for={id}>
        {props.label}
      </label>
      <div class="field-line">
        {kind === 'area' ? (
          <textarea {...common} rows={props.rows ?? 4} />
        ) : (
          <input
            {...common}
            type={inputType(kind, shown) as 'text'}
            min={props.min}
            max={props.max}
            data-1p-ignore={kind === 'passphrase' ? '' : undefined}
          />
        )}
        {kind === 'passphrase' && (
          <Button kind="quiet" iconOnly icon={shown ? EyeOff : Eye} pressed={shown} onClick={() => setShown(!shown)}>
            {shown ? `Hide ${noun}` : `Show ${noun}`}
          </Button>
        )}
      </div>
      {hint !== undefined && (
        <p id={`${id}-hint`} class="field-hint">
          {hint}
        </p>
      )}
      <p id={`${id}-problem`} class="field-problem" aria-live="polite">
        {problem}
      </p>
    </div>
  );
}
