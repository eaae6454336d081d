import { ChevronRight } from 'lucide';
import type { ComponentChildren } from 'preact';
import './disclosure.css';
import { Icon } from './icon';

type DisclosureProps = {
  readonly words: ComponentChildren;
  readonly children: ComponentChildren;
  readonly open?: boolean;
};

/** One step away: what few people need. The browser's own element, so that find-in-page opens it. */
export function Disclosure({ words, children, open = false }: DisclosureProps) {
  return (
    <details class="disclosure" open={open}>
      <summary>
        <Icon icon={ChevronRight} />
        <span>{words}</span>
      </summary>
      <div class="disclosure-body">{children}</div>
    </details>
  );
}
