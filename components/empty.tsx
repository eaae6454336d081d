import type { IconNode } from 'lucide';
import type { ComponentChildren } from 'preact';
import './empty.css';
import { Icon } from './icon';

type EmptyProps = {
  readonly icon: IconNode;
  readonly title: string;
  /** What this place is for. */
  readonly children: ComponentChildren;
  /** The one next step. */
  readonly action?: ComponentChildren;
};

export function Empty({ icon, title, children, action }: EmptyProps) {
  return (
    <div class="empty">
      <Icon icon={icon} size={20} />
      <strong>{title}</strong>
      <p class="soft">{children}</p>
      {action}
    </div>
  );
}

/** Reserved room while something is fetched, so that nothing jumps. */
export function Waiting({ lines = 3, words = 'Loading' }: { readonly lines?: number; readonly words?: string }) {
  return (
    <div class="waiting" role="status">
      <span class="visually-hidden">{words}</span>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} class="waiting-line" />
      ))}
    </div>
  );
}
