import { DECISIONS, type Evidence } from '../core/certificate';
import type { ComposeAttachment, Draft, PageCompose } from '../core/compose';
import type { ErrorCode } from '../core/error-codes';
import { AppError, isErrorCode } from '../core/errors';
import { LIMITS } from '../core/limits';
import {
  type Parser,
  parseBlob,
  parseBoolean,
  parseDraftId,
  parseEmailAddress,
  parseFingerprint,
  parseList,
  parseOneOf,
  parseOptional,
  parseOrigin,
  parseShape,
  parseText,
  parseTicketId,
  parseWhole,
} from '../core/parse';
import type { Settings } from '../core/settings';

/** Parsers of what commands carry, shared by several of them. */
const anyTime = parseWhole(0, Number.MAX_SAFE_INTEGER);
const addressText = parseText(320);
const addressList = parseList(addressText, LIMITS.recipients);
const format = parseOneOf(['pgp-mime', 'inline']);

export const parseTicketOnly = parseShape<{ ticket: ReturnType<typeof parseTicketId> }>({ ticket: parseTicketId });
export const parseFingerprintOnly = parseShape<{ fingerprint: ReturnType<typeof parseFingerprint> }>({
  fingerprint: parseFingerprint,
});
export const parseDraftOnly = parseShape<{ id: ReturnType<typeof parseDraftId> }>({ id: parseDraftId });
export const parseOriginOnly = parseShape<{ origin: ReturnType<typeof parseOrigin> }>({ origin: parseOrigin });
export const parsePassphrase = parseText(LIMITS.passphraseLength);
export const parseDecision = parseOneOf(DECISIONS);
export const parseCertificateBlob = parseBlob(LIMITS.certificateOctets);
export const parseAddresses = parseShape<{ addresses: string[] }>({ addresses: addressList });

export const parseEvidence: Parser<Pick<Evidence, 'source' | 'detail'>> = parseShape<{
  source: 'paste' | 'file';
  detail?: string | undefined;
}>({ source: parseOneOf(['paste', 'file']), detail: parseOptional(parseText(500)) }) as Parser<
  Pick<Evidence, 'source' | 'detail'>
>;

const parseAttachment: Parser<ComposeAttachment> = parseShape<ComposeAttachment>({
  name: parseText(255),
  mediaType: parseText(255),
  content: parseBlob(LIMITS.mailOctets),
});

export const parseDraft = parseShape<Draft>({
  id: parseDraftId,
  origin: parseText(300),
  from: parseOptional(parseEmailAddress),
  to: addressList,
  cc: addressList,
  bcc: addressList,
  subject: parseText(LIMITS.subjectLength),
  text: parseText(LIMITS.textLength),
  attachments: parseList(parseAttachment, 100),
  format,
  inReplyTo: parseOptional(parseText(998)),
  changedAt: anyTime,
  copiesSent: parseList(parseEmailAddress, LIMITS.recipients),
} as never) as Parser<Draft>;

export const parsePageCompose = parseShape<PageCompose>({
  origin: parseText(300),
  from: parseOptional(addressText),
  to: addressList,
  cc: addressList,
  bcc: addressList,
  subject: parseText(LIMITS.subjectLength),
  text: parseText(LIMITS.textLength),
  inReplyTo: parseOptional(parseText(998)),
  formats: parseList(format, 2),
} as never) as Parser<PageCompose>;

export const parseSettings: Parser<Settings> = parseShape<Settings>({
  autoLockMinutes: parseWhole(0, 1_440),
  lockWhenIdle: parseBoolean,
  lockWhenScreenLocks: parseBoolean,
  phrase: parseText(60),
  shareOnline: parseBoolean,
  shareTyping: parseBoolean,
  notify: parseOneOf(['off', 'plain', 'content']),
  onlyTurn: parseBoolean,
});

/** A code of ours, as a content script may say it. */
export const parseErrorCode: Parser<ErrorCode> = (value) => {
  if (!isErrorCode(value)) throw new AppError('bus/bad-input');
  return value;
};
