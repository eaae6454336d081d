import type { IconNode } from 'lucide';
import { LoaderCircle } from 'lucide';
import type { ComponentChildren, RefObject } from 'preact';
import { useContext, useLayoutEffect, useRef } from 'preact/hooks';
import '../../../components/button.css';
import { Icon } from '../../../components/icon';
import { FIRST_LOOK_MS, GuardContext, SIGHT_MS } from './guard';
import { useUnseen } from './unseen';
import type { Sight } from './visibility';

type PressButtonProps = {
  readonly id: string;
  /** A verb with its object. */
  readonly children: ComponentChildren;
  readonly icon?: IconNode;
  readonly kind?: 'plain' | 'main' | 'quiet';
  readonly iconOnly?: boolean;
  readonly busy?: boolean;
  /** Stays in the tab order, so that its reason can be read. */
  readonly blocked?: boolean;
  readonly pressed?: boolean;
  readonly expanded?: boolean;
  readonly describedBy?: string;
  readonly label?: string;
  /**
   * `free`: opens a window of ours or changes nothing of worth, so any press of the person's counts.
   * `seen`: must be in sight. `signs`: must have been in sight for a while, together with `context` around it.
   */
  readonly weight?: 'free' | 'seen' | 'signs';
  readonly context?: RefObject<HTMLElement | null>;
  readonly onPress: () => void;
  /** The press did not count: the button was covered, faded, moved, or had only just appeared. */
  readonly onUnseen?: () => void;
};

/** A button inside a page that we do not trust: acts on the person's own press, while it is in sight. [req 29] */
export function PressButton(props: PressButtonProps) {
  const guard = useContext(GuardContext);
  const sayUnseen = useUnseen();
  const element = useRef<HTMLButtonElement>(null);
  const sight = useRef<Sight | undefined>(undefined);
  const { kind = 'plain', iconOnly = false, busy = false, blocked = false, weight = 'seen', context } = props;

  useLayoutEffect(() => {
    const target = context?.current ?? element.current;
    if (weight === 'free' || target === null) return;
    const watched = guard.watch(target);
    sight.current = watched;
    return () => watched.stop();
  }, [guard, context, weight]);

  const inSight = async (): Promise<boolean> => {
    if (weight === 'free') return true;
    if (weight === 'signs') return sight.current?.seenFor(SIGHT_MS) ?? false;
    return (await sight.current?.becomesSeen(FIRST_LOOK_MS)) ?? false;
  };
  const press = async (event: Event): Promise<void> => {
    if (busy || blocked || !guard.trusts(event)) return event.preventDefault();
    if (await inSight()) props.onPress();
    else (props.onUnseen ?? sayUnseen)();
  };

  return (
    <button
      ref={element}
      type="button"
      data-testid={props.id}
      class={`button button-${kind}${iconOnly ? ' button-icon' : ''}${busy ? ' button-busy' : ''}${blocked ? ' button-blocked' : ''}`}
      aria-disabled={busy || blocked ? 'true' : undefined}
      aria-busy={busy ? 'true' : undefined}
      aria-pressed={props.pressed}
      aria-expanded={props.expanded}
      aria-describedby={props.describedBy}
      aria-label={props.label}
      title={iconOnly && typeof props.children === 'string' ? props.children : undefined}
      onClick={(event) => {
        press(event).catch(() => undefined);
      }}
    >
      {busy ? <Icon icon={LoaderCircle} /> : props.icon !== undefined && <Icon icon={props.icon} />}
      <span class={iconOnly ? 'visually-hidden' : 'button-words'}>{props.children}</span>
    </button>
  );
}
