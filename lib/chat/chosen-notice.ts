import type { Settings } from '../core/settings';
import type { Notice } from './ports';

/** A notice with no more in it than the person chose: `undefined` where none is wanted. */
export function chosenNotice(notice: Notice, notify: Settings['notify']): Notice | undefined {
  if (notify === 'off') return undefined;
  return notify === 'content' ? notice : { ...notice, name: '', preview: '' };
}
