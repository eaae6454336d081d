import type { EmailAddress, Fingerprint } from '../core/brand';
import type { Decision } from '../core/certificate';
import { AppError } from '../core/errors';
import type { Binding, ContactRow } from './ports';

/** How an address stands by decisions alone, before the certificate's health is asked. */
export type Standing =
  | { readonly state: 'verified' | 'in-use' | 'undecided' | 'refused' | 'changed'; readonly row: ContactRow }
  | { readonly state: 'none' };

const newest = (rows: readonly ContactRow[]): ContactRow | undefined =>
  [...rows].sort((a, b) => (b.evidence.at(-1)?.at ?? 0) - (a.evidence.at(-1)?.at ?? 0))[0];

/**
 * Holds the binding of an address against everything that claims it. A claim that nobody decided about, beside a
 * binding, is a changed certificate: neither replaces the other until a person says which.
 */
export function standingOf(binding: Binding | undefined, claimants: readonly ContactRow[]): Standing {
  const bound = claimants.find((row) => row.fingerprint === binding?.fingerprint);
  const pending = newest(claimants.filter((row) => row !== bound && row.decision !== 'refused'));
  const usable = bound?.decision === 'verified' || bound?.decision === 'in-use' ? bound.decision : undefined;
  if (bound !== undefined && usable !== undefined) {
    return pending === undefined ? { state: usable, row: bound } : { state: 'changed', row: pending };
  }
  if (pending !== undefined) return { state: 'undecided', row: pending };
  const refused = newest(claimants);
  return refused === undefined ? { state: 'none' } : { state: 'refused', row: refused };
}

/** All decisions at one moment. */
export type Book = { readonly rows: readonly ContactRow[]; readonly bindings: readonly Binding[] };

function standingIn(book: Book, email: EmailAddress): Standing {
  const binding = book.bindings.find((one) => one.email === email);
  return standingOf(
    binding,
    book.rows.filter((row) => row.addresses.includes(email)),
  );
}

/** A decision as it may be shown: one whose address is claimed by another certificate waits to be made again. */
export function shownDecision(book: Book, row: ContactRow): Decision {
  if (row.decision !== 'verified' && row.decision !== 'in-use') return row.decision;
  const bound = book.bindings.filter(({ fingerprint }) => fingerprint === row.fingerprint);
  return bound.some(({ email }) => standingIn(book, email).state === 'changed') ? 'later' : row.decision;
}

/** The certificate, where it is verified or in use now. Throws `contact/unknown`, `undecided`, `changed`, `refused`. */
export function acceptedRow(book: Book, fingerprint: Fingerprint): ContactRow {
  const row = book.rows.find((one) => one.fingerprint === fingerprint);
  if (row === undefined) throw new AppError('contact/unknown');
  if (row.decision === 'later') throw new AppError('contact/undecided');
  if (row.decision === 'refused') throw new AppError('contact/refused');
  if (shownDecision(book, row) === 'later') throw new AppError('contact/changed');
  return row;
}
