import type { DraftId } from '../core/brand';
import type { RecipientState } from '../core/compose';
import { LIMITS } from '../core/limits';
import {
  parseBlob,
  parseDraftId,
  parseEmailAddress,
  parseFingerprint,
  parseNothing,
  parseOneOf,
  parseOptional,
  parseOrigin,
  parseShape,
  parseText,
  parseTicketId,
  parseWhole,
} from '../core/parse';
import type { Settings } from '../core/settings';
import { parseSiteUses, type TabState } from '../core/site-state';
import type { VaultState } from '../core/vault-state';
import { SITE_MODES } from '../core/webchat';
import { CALLS_PROTOCOL, type CallPageRequest } from './calls-protocol';
import { CHAT_PROTOCOL } from './chat-protocol';
import { command } from './command';
import {
  parseAddresses,
  parseCertificateBlob,
  parseDecision,
  parseDraft,
  parseDraftOnly,
  parseEvidence,
  parseFingerprintOnly,
  parseOriginOnly,
  parsePageCompose,
  parsePassphrase,
  parseSettings,
  parseTicketOnly,
} from './inputs';
import type {
  BarState,
  CertificateReport,
  ComposerOpening,
  Contact,
  DraftSummary,
  LogLine,
  OwnKey,
  PageHello,
  ReaderOpening,
  SiteRow,
  SubmitOutcome,
  TicketGrant,
} from './views';
import { type ChatPageRequest, WEBCHAT_PROTOCOL } from './webchat-protocol';

/**
 * Every command of the bus; those of chat stand in chat-protocol.ts. A page gets tickets and states, never plaintext or
 * a key.
 */
export const PROTOCOL = {
  // A content script, treated as if the page controlled it.
  'page.hello': command(
    ['page'],
    parseShape({ site: parseOptional(parseText(40)), kind: parseOneOf(['none', 'read', 'compose']) }),
  ).returns<PageHello>(),
  'page.offerMessage': command(
    ['page'],
    parseShape({
      /** Chosen by the content script, which so mounts the frame without waiting; a new one of ours if left out. */
      ticket: parseOptional(parseTicketId),
      source: parseOptional(parseBlob(LIMITS.sealedOctets)),
      whole: parseOneOf(['mime', 'armor']),
      from: parseOptional(parseText(320)),
    }),
  ).returns<TicketGrant>(),
  'page.offerCertificate': command(
    ['page'],
    parseShape({
      armored: parseCertificateBlob,
      from: parseOptional(parseText(320)),
      source: parseOneOf(['page', 'mail-attachment']),
    }),
  ).returns<TicketGrant>(),
  'page.offerComposer': command(
    ['page'],
    parseShape({ compose: parsePageCompose, resume: parseOptional(parseDraftId) }),
  ).returns<TicketGrant>(),
  'page.offerBar': command(['page'], parseNothing).returns<TicketGrant>(),

  // Our frames inside pages: plaintext, but no decision about trust, export or keys.
  'reader.open': command(['frame'], parseTicketOnly).returns<ReaderOpening>(),
  'reader.reply': command(
    ['frame'],
    parseShape({
      ticket: parseTicketId,
      mode: parseOneOf(['reply', 'reply-all', 'forward']),
      /** Only what the reader drew. */
      quoted: parseText(LIMITS.textLength),
      /** The protected subject, where there is one. */
      subject: parseOptional(parseText(LIMITS.subjectLength)),
    }),
  ).returns<undefined>(),
  'reader.offerAttachedCertificate': command(
    ['frame'],
    parseShape({ ticket: parseTicketId, octets: parseCertificateBlob, name: parseText(255) }),
  ).returns<SubmitOutcome>(),
  'composer.open': command(['frame'], parseTicketOnly).returns<ComposerOpening>(),
  'composer.lookUp': command(['frame'], parseAddresses).returns<readonly RecipientState[]>(),
  'composer.saveDraft': command(
    ['frame'],
    parseShape({ ticket: parseTicketId, draft: parseDraft }),
  ).returns<undefined>(),
  'composer.resumeDraft': command(
    ['frame'],
    parseShape({ ticket: parseTicketId, id: parseDraftId }),
  ).returns<ComposerOpening>(),
  'composer.discardDraft': command(
    ['frame'],
    parseShape({ ticket: parseTicketId, id: parseDraftId }),
  ).returns<undefined>(),
  'composer.close': command(
    ['frame'],
    parseShape({ ticket: parseTicketId, leave: parseOneOf(['keep-draft', 'write-without']) }),
  ).returns<undefined>(),
  'composer.send': command(['frame'], parseShape({ ticket: parseTicketId, draft: parseDraft })).returns<undefined>(),
  'bar.state': command(['frame'], parseTicketOnly).returns<BarState>(),
  'frame.openWindow': command(
    ['frame', 'window'],
    parseShape({ window: parseOneOf(['unlock', 'start', 'keys', 'contacts', 'drafts', 'popup', 'chat']) }),
  ).returns<undefined>(),
  'frame.openCertificate': command(
    ['frame', 'window'],
    parseShape({ fingerprint: parseFingerprint }),
  ).returns<undefined>(),

  // Our windows: every decision about keys and trust.
  'vault.state': command(['window', 'frame'], parseNothing).returns<VaultState>(),
  'vault.create': command(['window'], parseShape({ passphrase: parsePassphrase })).returns<VaultState>(),
  'vault.unlock': command(['window'], parseShape({ passphrase: parsePassphrase })).returns<VaultState>(),
  'vault.lock': command(['window', 'frame'], parseNothing).returns<VaultState>(),
  'vault.changePassphrase': command(
    ['window'],
    parseShape({ current: parsePassphrase, next: parsePassphrase }),
  ).returns<undefined>(),
  'keys.list': command(['window'], parseNothing).returns<readonly OwnKey[]>(),
  'keys.make': command(
    ['window'],
    parseShape({
      name: parseText(200),
      email: parseEmailAddress,
      version: parseOneOf(['v4', 'v6']),
      expiresInDays: parseOptional(parseWhole(1, 36_500)),
    }),
  ).returns<OwnKey>(),
  'keys.import': command(
    ['window'],
    parseShape({ octets: parseCertificateBlob, passphrase: parseOptional(parsePassphrase) }),
  ).returns<readonly OwnKey[]>(),
  'keys.prefer': command(['window'], parseFingerprintOnly).returns<undefined>(),
  'keys.delete': command(['window'], parseFingerprintOnly).returns<undefined>(),
  'keys.exportPrivate': command(
    ['window'],
    parseShape({ fingerprint: parseFingerprint, passphrase: parsePassphrase }),
  ).returns<string>(),
  'contacts.list': command(['window'], parseNothing).returns<readonly Contact[]>(),
  'contacts.submit': command(
    ['window'],
    parseShape({ octets: parseCertificateBlob, evidence: parseEvidence }),
  ).returns<SubmitOutcome>(),
  'contacts.report': command(['window'], parseFingerprintOnly).returns<CertificateReport>(),
  'contacts.decide': command(
    ['window'],
    parseShape({ fingerprint: parseFingerprint, decision: parseDecision }),
  ).returns<Contact>(),
  'contacts.remove': command(['window'], parseFingerprintOnly).returns<undefined>(),
  'sites.tabState': command(
    ['window'],
    parseShape({ tabId: parseOptional(parseWhole(0, 2 ** 31)) }),
  ).returns<TabState>(),
  'sites.list': command(['window'], parseNothing).returns<readonly SiteRow[]>(),
  'sites.expectGrant': command(
    ['window'],
    parseShape({ origin: parseOrigin, tabId: parseWhole(0, 2 ** 31), uses: parseOptional(parseSiteUses) }),
  ).returns<undefined>(),
  'sites.grant': command(
    ['window'],
    parseShape({
      origin: parseOrigin,
      tabId: parseOptional(parseWhole(0, 2 ** 31)),
      uses: parseOptional(parseSiteUses),
    }),
  ).returns<undefined>(),
  /** What a granted site is used for, and how: pages that are open begin anew with it. */
  'sites.setUse': command(
    ['window'],
    parseShape({ origin: parseOrigin, uses: parseSiteUses, mode: parseOneOf(SITE_MODES) }),
  ).returns<undefined>(),
  'sites.revoke': command(['window'], parseOriginOnly).returns<undefined>(),
  'drafts.list': command(['window'], parseNothing).returns<readonly DraftSummary[]>(),
  'drafts.delete': command(['window'], parseDraftOnly).returns<undefined>(),
  'settings.get': command(['window'], parseNothing).returns<Settings>(),
  'settings.set': command(['window'], parseSettings).returns<undefined>(),
  'log.list': command(['window'], parseNothing).returns<readonly LogLine[]>(),
  ...CHAT_PROTOCOL,
  ...WEBCHAT_PROTOCOL,
  ...CALLS_PROTOCOL,
} as const;

export type Protocol = typeof PROTOCOL;
export type CommandName = keyof Protocol;

/** What the background asks of the content script that a ticket belongs to; and of each in a tab: may it run still? */
export type PageRequest = { readonly ask: 'page.doubt' } | MailPageRequest | ChatPageRequest | CallPageRequest;
export type MailPageRequest =
  | { readonly ask: 'page.source'; readonly ticket: string }
  | {
      readonly ask: 'page.deliver';
      readonly ticket: string;
      readonly envelope: import('../core/compose').OutgoingEnvelope;
    }
  | {
      readonly ask: 'page.closeComposer';
      readonly ticket: string;
      readonly leave: 'keep-draft' | 'write-without' | 'sent';
    }
  | {
      readonly ask: 'page.openCompose';
      readonly ticket: string;
      readonly mode: 'reply' | 'reply-all' | 'forward';
      readonly draft: DraftId;
    };

/** What the background tells all of our frames and windows: something changed, ask again. */
export type BusEvent = {
  readonly event:
    | 'vault'
    | 'keys'
    | 'contacts'
    | 'drafts'
    | 'sites'
    | 'settings'
    | 'relay'
    | 'chat'
    /** Only conversations without trace. */
    | 'no-trace'
    /** Talks in other people's pages. */
    | 'webchat'
    /** Calls, our own and those of pages. */
    | 'calls';
};
