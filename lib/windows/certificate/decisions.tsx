import { Ban, CircleDot, Clock, ShieldCheck } from 'lucide';
import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../../../components/button';
import { moveFocus } from '../../../components/roving';
import type { Decision } from '../../core/certificate';

type DecisionsProps = {
  readonly current: Decision;
  /** The certificate cannot be used: only refusing and waiting are left. */
  readonly unusable: boolean;
  readonly busy: boolean;
  readonly onDecide: (decision: Decision) => void;
  /** Verifying needs the comparison first. */
  readonly onCompare: () => void;
};

/**
 * Four decisions in one tab stop. The focus begins on "Ask me later": Enter does what changes nothing.
 * "Verified" is not decided here: it leads to the comparison.
 */
export function Decisions({ current, unusable, busy, onDecide, onCompare }: DecisionsProps) {
  const group = useRef<HTMLDivElement>(null);
  const later = useRef<HTMLButtonElement>(null);
  useEffect(() => later.current?.focus({ preventScroll: true }), []);
  const common = (decision: Decision) => ({
    busy: false,
    pressed: decision !== 'later' && current === decision,
    disabled: busy || (unusable && (decision === 'verified' || decision === 'in-use')),
    tabIndex: decision === 'later' ? 0 : -1,
  });
  return (
    <div
      ref={group}
      class="decisions"
      role="toolbar"
      aria-label="Your decision. Arrow keys move."
      onKeyDown={(event) => {
        moveFocus(event, group.current, 'button');
      }}
    >
      <Button {...common('verified')} icon={ShieldCheck} onClick={onCompare}>
        Verified: I compared it
      </Button>
      <Button {...common('in-use')} icon={CircleDot} onClick={() => onDecide('in-use')}>
        Use for now
      </Button>
      <Button {...common('refused')} kind="danger" icon={Ban} onClick={() => onDecide('refused')}>
        Not this certificate
      </Button>
      <Button {...common('later')} icon={Clock} buttonRef={later} onClick={() => onDecide('later')}>
        Ask me later
      </Button>
    </div>
  );
}
