import type { IconNode } from 'lucide';
import { LoaderCircle } from 'lucide';
import type { ComponentChildren, Ref } from 'preact';
import './button.css';
import { Icon } from './icon';

export type ButtonProps = {
  /** A verb with its object: "Show certificate". */
  readonly children: ComponentChildren;
  readonly icon?: IconNode;
  /** `main`: the one next step. `danger`: named by its effect, never the default. `quiet`: no border. */
  readonly kind?: 'plain' | 'main' | 'danger' | 'quiet';
  readonly type?: 'button' | 'submit';
  /** Shows only the icon; the words stay as the accessible name. */
  readonly iconOnly?: boolean;
  /** Takes the whole width. */
  readonly wide?: boolean;
  readonly busy?: boolean;
  readonly disabled?: boolean;
  readonly pressed?: boolean;
  readonly expanded?: boolean;
  readonly controls?: string;
  readonly describedBy?: string;
  readonly tabIndex?: number;
  readonly testId?: string;
  readonly buttonRef?: Ref<HTMLButtonElement>;
  /** Receives the event, so that the owner can ask `event.isTrusted` and act inside the click. */
  readonly onClick?: (event: MouseEvent) => void;
};

/** A button. While busy it keeps its size and its place in the tab order, and does nothing. */
export function Button(props: ButtonProps) {
  const { children, icon, kind = 'plain', iconOnly = false, busy = false, wide = false } = props;
  const shown = busy ? LoaderCircle : icon;
  return (
    <button
      ref={props.buttonRef ?? null}
      type={props.type ?? 'button'}
      class={`button button-${kind}${iconOnly ? ' button-icon' : ''}${wide ? ' button-wide' : ''}${busy ? ' button-busy' : ''}`}
      disabled={props.disabled ?? false}
      aria-disabled={busy ? 'true' : undefined}
      aria-busy={busy ? 'true' : undefined}
      aria-pressed={props.pressed}
      aria-expanded={props.expanded}
      aria-controls={props.controls}
      aria-describedby={props.describedBy}
      tabIndex={props.tabIndex}
      data-testid={props.testId}
      title={iconOnly && typeof children === 'string' ? children : undefined}
      onClick={(event) => {
        if (busy) return event.preventDefault();
        props.onClick?.(event);
      }}
    >
      {shown !== undefined && <Icon icon={shown} />}
      <span class={iconOnly ? 'visually-hidden' : 'button-words'}>{children}</span>
    </button>
  );
}
