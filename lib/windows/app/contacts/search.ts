import type { Contact } from '../../../bus/views';
import { ownerOf } from '../../words';

/** Those that wait for a decision first, then by name; every word of the query must be found. */
export function matching(contacts: readonly Contact[], query: string): readonly Contact[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const digits = query.toLowerCase().replaceAll(/\s/g, '');
  const fits = (contact: Contact): boolean => {
    if (words.length === 0) return true;
    if (digits.length >= 4 && contact.fingerprint.includes(digits)) return true;
    const text = [...contact.view.userIds.map(({ text }) => text), ...contact.addresses].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  };
  const waits = (contact: Contact): number => (contact.decision === 'later' ? 0 : 1);
  return contacts
    .filter(fits)
    .sort(
      (left, right) => waits(left) - waits(right) || ownerOf(left.view).name.localeCompare(ownerOf(right.view).name),
    );
}
