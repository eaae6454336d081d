import type { ComponentChildren } from 'preact';
import { Icon } from './icon';
import './notice.css';
import { TONE_ICONS, type Tone } from './status';

type NoticeProps = {
  readonly tone: Tone;
  /** What happened, in a few words. */
  readonly title?: string;
  /** What happened and what to do: one or two sentences. */
  readonly children?: ComponentChildren;
  readonly actions?: ComponentChildren;
  /** `alert` interrupts a screen reader: for what stops something. `status` waits its turn. */
  readonly live?: 'alert' | 'status' | 'off';
};

/** A sentence that stands out from the content, with what can be done about it. */
export function Notice({ tone, title, children, actions, live = tone === 'stop' ? 'alert' : 'off' }: NoticeProps) {
  return (
    <div class={`notice notice-${tone}`} role={live === 'off' ? undefined : live}>
      <Icon icon={TONE_ICONS[tone]} size={20} />
      <div class="notice-body">
        {title !== undefined && <strong class="notice-title">{title}</strong>}
        {children !== undefined && <div>{children}</div>}
        {actions !== undefined && <div class="notice-actions">{actions}</div>}
      </div>
    </div>
  );
}
