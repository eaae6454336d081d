import { Hourglass } from 'lucide';
import { useId } from 'preact/hooks';
import { Icon } from '../../../../../components/icon';
import type { Validity } from '../../../../core/chat';

const MINUTE = 60_000;
const TIMES = [
  ['1 minute', MINUTE],
  ['1 hour', 60 * MINUTE],
  ['1 day', 24 * 60 * MINUTE],
  ['7 days', 7 * 24 * 60 * MINUTE],
] as const;

type ValidityChoiceProps = {
  readonly value: Validity | undefined;
  readonly onChange: (validity: Validity | undefined) => void;
  /** With its name above, in a form. */
  readonly wide?: boolean;
};

const nameOf = (validity: Validity | undefined): string =>
  validity === undefined ? '' : `${validity.from} ${validity.ms}`;

function parse(name: string): Validity | undefined {
  const [from, ms] = name.split(' ');
  return from === 'arrival' || from === 'reading' ? { from, ms: Number(ms) } : undefined;
}

/** How long what is sent stays on both sides. */
export function ValidityChoice({ value, onChange, wide = false }: ValidityChoiceProps) {
  const id = useId();
  return (
    <div class={`validity${wide ? ' validity-wide' : ''}${value === undefined ? '' : ' validity-on'}`}>
      <label class={wide ? 'field-label' : 'validity-label'} for={id}>
        {wide ? 'How long it stays' : <Icon icon={Hourglass} label="How long it stays" />}
      </label>
      <select
        id={id}
        class="field-box"
        value={nameOf(value)}
        title="How long it stays on both sides"
        onChange={(event) => onChange(parse(event.currentTarget.value))}
      >
        <option value="">Stays</option>
        <optgroup label="Goes after it was read">
          {TIMES.map(([words, ms]) => (
            <option key={ms} value={`reading ${ms}`}>{`${words} after reading`}</option>
          ))}
        </optgroup>
        <optgroup label="Goes after it arrived">
          {TIMES.map(([words, ms]) => (
            <option key={ms} value={`arrival ${ms}`}>{`${words} after arrival`}</option>
          ))}
        </optgroup>
      </select>
    </div>
  );
}
