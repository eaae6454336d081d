import type { IconNode } from 'lucide';
import { CircleDashed, CircleDot, Clock, OctagonX, ShieldCheck, TriangleAlert } from 'lucide';
import type { ComponentChildren } from 'preact';
import { Icon } from './icon';
import './status.css';

/** How sure: `verified` alone is green; `attention` asks for a decision; `stop` stops something and says what. */
export type Tone = 'verified' | 'neutral' | 'attention' | 'stop' | 'quiet' | 'waiting';

/** A shape for each tone, so that no meaning hangs on a colour. */
export const TONE_ICONS: Readonly<Record<Tone, IconNode>> = {
  verified: ShieldCheck,
  neutral: CircleDot,
  attention: TriangleAlert,
  stop: OctagonX,
  quiet: CircleDashed,
  waiting: Clock,
};

type StatusProps = {
  readonly tone: Tone;
  /** The words: who, what, how sure. */
  readonly children: ComponentChildren;
  readonly icon?: IconNode;
  /** Tells a screen reader when the words change. */
  readonly live?: boolean;
};

/** A shape, then words, then a colour. */
export function Status({ tone, children, icon, live = false }: StatusProps) {
  return (
    <span class={`status status-${tone}`} role={live ? 'status' : undefined}>
      <Icon icon={icon ?? TONE_ICONS[tone]} />
      <span class="status-words">{children}</span>
    </span>
  );
}
