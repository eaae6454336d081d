import type { IconNode } from 'lucide';
import { useRef } from 'preact/hooks';
import { Icon } from './icon';
import { moveFocus } from './roving';
import './tabs.css';

export type Tab<Id extends string> = {
  readonly id: Id;
  readonly words: string;
  readonly icon?: IconNode;
  /** How many things wait there; none is not shown. */
  readonly count?: number;
};

type TabsProps<Id extends string> = {
  readonly label: string;
  readonly tabs: readonly Tab<Id>[];
  readonly selected: Id;
  readonly onSelect: (id: Id) => void;
  /** Id of the element that shows the selected tab. */
  readonly panel: string;
};

/** One tab stop; arrows, Home and End move. (WAI-ARIA tabs pattern, automatic activation.) */
export function Tabs<Id extends string>({ label, tabs, selected, onSelect, panel }: TabsProps<Id>) {
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const moved = moveFocus(event, list.current, '[role=tab]');
    const tab = moved === undefined ? undefined : tabs[moved];
    if (tab !== undefined) onSelect(tab.id);
  };
  return (
    <div ref={list} class="tabs" role="tablist" aria-label={label} onKeyDown={onKeyDown}>
      {tabs.map(({ id, words, icon, count = 0 }) => (
        <button
          key={id}
          type="button"
          role="tab"
          class="tab"
          id={`${panel}-${id}`}
          aria-selected={id === selected}
          aria-controls={panel}
          tabIndex={id === selected ? 0 : -1}
          onClick={() => onSelect(id)}
        >
          {icon !== undefined && <Icon icon={icon} />}
          {words}
          {count > 0 && <span class="tab-count">{count}</span>}
        </button>
      ))}
    </div>
  );
}
