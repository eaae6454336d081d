import { useId } from 'preact/hooks';
import './text-field.css';

type SelectFieldProps = {
  readonly label: string;
  readonly options: ReadonlyArray<{ readonly value: string; readonly words: string }>;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly disabled?: boolean;
  readonly testId?: string;
};

/** One of many, in the browser's own list. */
export function SelectField({ label, options, value, onChange, disabled = false, testId }: SelectFieldProps) {
  const id = useId();
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      <select
        id={id}
        class="field-box"
        value={value}
        disabled={disabled}
        data-testid={testId}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.words}
          </option>
        ))}
      </select>
    </div>
  );
}
