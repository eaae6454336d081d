import type { Fingerprint } from '../core/brand';
import type { Decision } from '../core/certificate';
import { AppError } from '../core/errors';
import { addressesToBind, union, without } from './claims';
import type { ContactChange, ContactRow, KeyringPorts } from './ports';
import type { Book } from './standing';
import { readStored } from './stored-certificate';

/** Writes a person's decision: the certificate, its bindings, and what it replaces, all or nothing. */
export async function decideOn(ports: KeyringPorts, fingerprint: Fingerprint, decision: Decision): Promise<void> {
  const row = await ports.contacts.get(fingerprint);
  if (row === undefined) throw new AppError('contact/unknown');
  await readStored(ports.pgp, row);
  const book = { rows: await ports.contacts.all(), bindings: await ports.contacts.bindings() };
  const favourable = decision === 'verified' || decision === 'in-use';
  await ports.contacts.write(
    favourable ? accept(book, row, decision, ports.clock.now()) : withhold(book, row, decision, ports.clock.now()),
  );
}

function withhold(book: Book, row: ContactRow, decision: 'refused' | 'later', now: number): ContactChange {
  const bound = book.bindings.filter(({ fingerprint }) => fingerprint === row.fingerprint);
  return { put: [decided(row, decision, now)], unbind: bound.map(({ email }) => email) };
}

function accept(book: Book, row: ContactRow, decision: 'verified' | 'in-use', now: number): ContactChange {
  const addresses = addressesToBind(row);
  const taken = decided({ ...row, addresses, dismissed: without(row.dismissed, addresses) }, decision, now);
  const rivals = book.rows.filter(
    (other) => other.fingerprint !== row.fingerprint && other.addresses.some((email) => addresses.includes(email)),
  );
  return {
    put: [taken, ...rivals.map((rival) => dismiss(book, rival, addresses))],
    bind: addresses.map((email) => ({ email, fingerprint: row.fingerprint })),
  };
}

/** Another certificate was chosen for these addresses. One that is bound to nothing any more is undecided again. */
function dismiss(book: Book, rival: ContactRow, addresses: ContactRow['addresses']): ContactRow {
  const lost = rival.addresses.filter((email) => addresses.includes(email));
  const bound = book.bindings.filter(({ fingerprint }) => fingerprint === rival.fingerprint);
  const left = {
    ...rival,
    addresses: without(rival.addresses, lost),
    dismissed: union(rival.dismissed, lost),
  };
  const stands = rival.decision === 'refused' || bound.some(({ email }) => !lost.includes(email));
  return stands ? left : decided(left, 'later', 0);
}

function decided(row: ContactRow, decision: Decision, now: number): ContactRow {
  const { decidedAt: _earlier, ...rest } = row;
  return decision === 'later' ? { ...rest, decision } : { ...rest, decision, decidedAt: now };
}
