import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { PRIVATE_FIELD } from '../../../components/private-field';
import type { RecipientState } from '../../core/compose';
import { chipStateOf } from './readiness';
import { RecipientChip } from './recipient-chip';
import { endsRecipient } from './recipients';

type RecipientsFieldProps = {
  readonly id: string;
  readonly label: string;
  readonly list: readonly string[];
  readonly known: ReadonlyMap<string, RecipientState>;
  readonly disabled: boolean;
  readonly onAdd: (list: string) => void;
  readonly onRemove: (address: string) => void;
  readonly onLook: (address: string) => void;
  /** What stands at the end of the row. */
  readonly children?: ComponentChildren;
};

/** To, Cc or Bcc: a list of chips and the place to type the next one. Enter, comma, Tab or a paste adds. */
export function RecipientsField(props: RecipientsFieldProps) {
  const { id, label, list, known, disabled, onAdd, onRemove, onLook } = props;
  const [typed, setTyped] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const commit = (text: string): void => {
    setTyped('');
    if (text.trim() !== '') onAdd(text);
  };
  const remove = (address: string): void => {
    onRemove(address);
    input.current?.focus();
  };
  const inputKey = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      commit(typed);
    }
    const last = list.at(-1);
    if (event.key === 'Backspace' && typed === '' && last !== undefined) remove(last);
  };
  const chipKey = (address: string) => (event: KeyboardEvent) => {
    if (event.key !== 'Backspace' && event.key !== 'Delete') return;
    event.preventDefault();
    remove(address);
  };
  return (
    <div class="composer-row">
      <label class="composer-label" for={id}>
        {label}
      </label>
      <ul class="chips" aria-label={`${label}: recipients`}>
        {list.map((address) => (
          <RecipientChip
            key={address}
            address={address}
            state={chipStateOf(address, known)}
            disabled={disabled}
            onLook={() => onLook(address)}
            onRemove={() => remove(address)}
            onKeyDown={chipKey(address)}
          />
        ))}
        <li class="chips-rest">
          <input
            {...PRIVATE_FIELD}
            ref={input}
            id={id}
            data-testid={id}
            class="chips-input"
            type="text"
            inputMode="email"
            dir="auto"
            disabled={disabled}
            value={typed}
            placeholder={list.length === 0 ? 'name@example.org' : undefined}
            onInput={(event) => {
              const text = event.currentTarget.value;
              if (endsRecipient(text)) commit(text);
              else setTyped(text);
            }}
            onPaste={(event) => {
              const text = event.clipboardData?.getData('text/plain') ?? '';
              if (!/[\s,;@]/.test(text.trim())) return;
              event.preventDefault();
              commit(`${typed}${text}`);
            }}
            onKeyDown={inputKey}
            onBlur={() => commit(typed)}
          />
        </li>
      </ul>
      {props.children}
    </div>
  );
}
