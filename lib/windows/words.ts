import type { Tone } from '../../components/status';
import type { CertificateHealth, CertificateView, Certification, Decision, KeyAlgorithm } from '../core/certificate';
import { sentenceFor } from '../core/errors';

/** The one vocabulary, as windows speak it. */
export const DECISION_WORDS: Readonly<Record<Decision, { readonly words: string; readonly tone: Tone }>> = {
  verified: { words: 'Verified', tone: 'verified' },
  'in-use': { words: 'In use, not verified', tone: 'neutral' },
  refused: { words: 'Not this certificate', tone: 'stop' },
  later: { words: 'Waiting for your decision', tone: 'attention' },
};

export const HEALTH_WORDS: Readonly<Record<CertificateHealth, string>> = {
  ok: 'Can be used',
  expired: sentenceFor('key/expired'),
  revoked: sentenceFor('key/revoked'),
  weak: sentenceFor('key/weak'),
  'no-encryption': sentenceFor('key/no-encryption'),
  'no-user-id': sentenceFor('key/no-user-id'),
  damaged: sentenceFor('key/damaged'),
};

export function algorithmWords({ name, bits }: KeyAlgorithm): string {
  return bits === undefined ? name : `${name}, ${bits} bits`;
}

const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const MOMENT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

export const dayWords = (at: number): string => DAY.format(at);
export const momentWords = (at: number): string => MOMENT.format(at);

export const expiryWords = (expires: number | undefined, now: number): string =>
  expires === undefined ? 'Never' : `${dayWords(expires)}${expires < now ? ' (over)' : ''}`;

export type Owner = { readonly name: string; readonly email: string | undefined; readonly first: string };

/** Whom a certificate names first, and how to call that person in a sentence. */
export function ownerOf(view: CertificateView): Owner {
  const primary = view.userIds[0];
  const name = primary?.name || primary?.email;
  const first = name?.split(/\s+/)[0] ?? 'the owner';
  return { name: name ?? 'A certificate without a name', email: primary?.email, first };
}

export const SIGNATURE_WORDS: Readonly<
  Record<Certification['state'], { readonly words: string; readonly tone: Tone }>
> = {
  self: { words: 'By the owner', tone: 'quiet' },
  verified: { words: 'Signature is right', tone: 'neutral' },
  invalid: { words: 'Signature does not match', tone: 'stop' },
  'signer-unknown': { words: 'Cannot be checked', tone: 'quiet' },
  revoked: { words: 'Taken back', tone: 'attention' },
  expired: { words: 'Over', tone: 'quiet' },
};

export function signerWords(decision: Certification['signerDecision']): string {
  if (decision === undefined) return 'Not known to you';
  if (decision === 'me') return 'Signed by you';
  return `Known to you: ${DECISION_WORDS[decision].words.toLowerCase()}`;
}

export const hostOf = (origin: string): string => URL.parse(origin)?.host ?? origin;
