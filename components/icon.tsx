import type { IconNode } from 'lucide';
import { type ComponentChild, h } from 'preact';

type IconProps = {
  /** A node of `lucide`: `import { Lock } from 'lucide'`. */
  readonly icon: IconNode;
  readonly size?: 16 | 20;
  /** The accessible name, where no word stands beside the icon. */
  readonly label?: string;
};

/** One icon of the one set. Without a label it is decoration, and a word must stand beside it. */
export function Icon({ icon, size = 16, label }: IconProps) {
  const naming = label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label };
  const shapes: ComponentChild[] = icon.map(([tag, attributes]) => h(tag, { ...attributes }));
  return h(
    'svg',
    {
      class: 'icon',
      width: size,
      height: size,
      viewBox: '0 0 24 24',
      fill: 'none',
      stroke: 'currentColor',
      'stroke-width': 2,
      'stroke-linecap': 'round',
      'stroke-linejoin': 'round',
      focusable: 'false',
      ...naming,
    },
    ...shapes,
  );
}
