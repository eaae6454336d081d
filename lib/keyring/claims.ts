import type { EmailAddress } from '../core/brand';
import type { CertificateView, Evidence } from '../core/certificate';
import type { ContactRow } from './ports';
import { certifiedAddresses } from './view-addresses';

const EVIDENCE_KEPT = 20;

/** Brought by a server for an account of it: whoever has one could else stop the mail of others. */
const cameByAccount = ({ source }: Evidence): boolean => source === 'relay' || source === 'xmpp-account';

const cameByMail = ({ source, from }: Evidence): boolean =>
  from !== undefined || source === 'autocrypt' || source === 'mail-attachment';

/**
 * The addresses that a certificate asks for by the way it came: all that it certifies where a person brought it,
 * the mail's one From address where a mail brought it (Autocrypt 1.1, 2.2), none where the mail names nobody, and none
 * where a relay or an XMPP server did.
 */
export function claimsOf(view: CertificateView, evidence: Evidence): readonly EmailAddress[] {
  if (cameByAccount(evidence)) return [];
  const certified = certifiedAddresses(view);
  return cameByMail(evidence) ? certified.filter((address) => address === evidence.from) : certified;
}

/** Addresses that a certificate does not ask for by itself, and that a favourable decision binds all the same. */
export const silentClaimsOf = (view: CertificateView, evidence: Evidence): readonly EmailAddress[] =>
  cameByAccount(evidence) ? certifiedAddresses(view) : [];

/** Nobody decided about it and nobody but a server brought it: what it asks for silently, others may bring openly. */
export const isUndecidedAccount = (row: ContactRow): boolean =>
  row.decision === 'later' && row.evidence.every(cameByAccount);

/** Newest last; the same source and sender count once. */
export function addEvidence(known: readonly Evidence[], next: Evidence): readonly Evidence[] {
  const same = (one: Evidence) => one.source === next.source && one.detail === next.detail && one.from === next.from;
  return [...known.filter((one) => !same(one)), next].slice(-EVIDENCE_KEPT);
}

/** What a favourable decision would bind: what it asks for; for a certificate that was replaced, what it once had. */
export const addressesToBind = (row: ContactRow): readonly EmailAddress[] =>
  row.addresses.length > 0 ? row.addresses : row.dismissed;

/** Nobody decided about it and only mails brought it: the next mail's certificate may take its place. */
export const isUndecidedMail = (row: ContactRow): boolean => row.decision === 'later' && row.evidence.every(cameByMail);

export const without = <T>(list: readonly T[], gone: readonly T[]): readonly T[] =>
  list.filter((item) => !gone.includes(item));

export const union = <T>(one: readonly T[], other: readonly T[]): readonly T[] => [...new Set([...one, ...other])];
