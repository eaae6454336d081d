import type { IconNode } from 'lucide';
import { CircleDashed, CircleDot, Clock, OctagonX, ShieldCheck, TriangleAlert, X } from 'lucide';
import { useContext } from 'preact/hooks';
import { Icon } from '../../../components/icon';
import { ForeignText } from '../shared/foreign-text';
import { GuardContext } from '../shared/guard';
import './chips.css';
import { type ChipState, chipWords } from './recipient-words';

const SHAPES: Record<ChipState, IconNode> = {
  verified: ShieldCheck,
  'in-use': CircleDot,
  mine: CircleDot,
  undecided: TriangleAlert,
  changed: OctagonX,
  refused: OctagonX,
  unusable: OctagonX,
  none: TriangleAlert,
  checking: Clock,
  incomplete: CircleDashed,
};

type RecipientChipProps = {
  readonly address: string;
  readonly state: ChipState;
  readonly disabled: boolean;
  readonly onLook: () => void;
  readonly onRemove: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
};

/** One recipient and the state of the certificate: a shape, words, then a colour. */
export function RecipientChip({ address, state, disabled, onLook, onRemove, onKeyDown }: RecipientChipProps) {
  const { trusts } = useContext(GuardContext);
  const { words, tone, press } = chipWords(state);
  const label = (
    <>
      <Icon icon={SHAPES[state]} />
      <span class="chip-address">
        <ForeignText text={address} length={80} />
      </span>
      <span class="chip-state">{words}</span>
    </>
  );
  return (
    <li class={`chip chip-${tone}`} data-testid="composer-chip" data-address={address} data-state={state}>
      {press === 'nothing' ? (
        <span class="chip-main">{label}</span>
      ) : (
        <button
          type="button"
          class="chip-main"
          data-testid="composer-chip-look"
          title={press === 'certificate' ? 'Look at certificate' : 'Find a certificate'}
          onKeyDown={onKeyDown}
          onClick={(event) => trusts(event) && onLook()}
        >
          {label}
        </button>
      )}
      <button
        type="button"
        class="chip-remove"
        data-testid="composer-chip-remove"
        aria-label={`Remove ${address}`}
        disabled={disabled}
        onKeyDown={onKeyDown}
        onClick={(event) => trusts(event) && onRemove()}
      >
        <Icon icon={X} />
      </button>
    </li>
  );
}
