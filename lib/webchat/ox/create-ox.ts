import type { Fingerprint } from '../../core/brand';
import type { ErrorCode } from '../../core/error-codes';
import { AppError } from '../../core/errors';
import { type LineView, WEBCHAT_LIMITS } from '../../core/webchat';
import { type ReadPayload, writePayload } from '../../core/wire/webchat-payload';
import { isSameAccount } from '../../xmpp/address';
import { type ContentProblem, problemOf } from '../../xmpp/check-content';
import { readContent } from '../../xmpp/ox-content';
import { isAccepted, peerOf, validUserIds } from '../peers';
import type { WebchatPorts } from '../ports';
import type { OxService } from '../seams';
import { notOpened } from '../showing';
import type { Talk } from '../talk';
import { wordsOf, writeWords } from './words';

type OxPayload = Extract<ReadPayload, { kind: 'ox' }>;
type Certified = { readonly userIds: readonly string[]; readonly decidedFor: readonly string[] };

/** What is wrong with who it is from and for; a time that is off is shown with the words. */
const CODES: Readonly<Record<Exclude<ContentProblem, 'time'>, ErrorCode>> = {
  kind: 'webchat/sender',
  sender: 'webchat/sender',
  recipient: 'webchat/not-for-me',
  'not-mine': 'webchat/not-for-me',
};

/** OpenPGP for XMPP (XEP-0373, XEP-0374) over page texts. */
export function createOx({
  certificates,
  now,
  random,
}: Pick<WebchatPorts, 'certificates' | 'now' | 'random'>): OxService {
  /** Whose certificate this is: by its own `xmpp:` user ids, or because a person chose it for this talk. */
  const certifiedFor = async (
    { place, peer }: Pick<Talk, 'place' | 'peer'>,
    signer: Fingerprint,
    isMine: boolean,
  ): Promise<Certified> => {
    if (isMine) return { userIds: [], decidedFor: place.account === undefined ? [] : [place.account] };
    const view = await certificates.view(signer);
    return {
      userIds: view === undefined ? [] : validUserIds(view),
      decidedFor: peer === signer ? [place.locator] : [],
    };
  };

  const judge = async (
    talk: Pick<Talk, 'place' | 'peer'>,
    { from, to, at }: OxPayload,
    me: string,
    { content: octets, signer }: { readonly content: Uint8Array; readonly signer?: Fingerprint },
  ): Promise<LineView> => {
    // Somebody whose certificate may still come.
    if (signer === undefined) return notOpened('webchat/no-certificate', true);
    const content = readContent(new TextDecoder().decode(octets));
    if (content === undefined) return notOpened('webchat/damaged');
    const decision = await certificates.decisionOn(signer);
    const isMine = decision === 'mine';
    if (decision === 'refused') return notOpened('contact/refused', true);
    const facts = {
      from,
      to,
      me,
      now: now(),
      ...(at === undefined ? {} : { sentAt: at }),
      signer: await certifiedFor(talk, signer, isMine),
    };
    const problem = problemOf(content, facts);
    // The person may yet choose whoever signed it.
    if (problem !== undefined && problem !== 'time') return notOpened(CODES[problem], problem === 'sender');
    const text = wordsOf(content);
    if (text === undefined) return notOpened('webchat/damaged');
    // It was compressed: nobody's words are longer than what carries them.
    if (text.length > WEBCHAT_LIMITS.payloadOctets) return notOpened('mail/too-large');
    const doubt =
      problem === 'time' ? 'webchat/time' : isMine || isAccepted(decision) ? undefined : 'contact/undecided';
    return {
      kind: 'text',
      text,
      mine: isMine,
      ...(isMine ? {} : { from: await peerOf(certificates, signer) }),
      way: 'openpgp',
      at: content.time,
      ...(doubt === undefined ? {} : { problem: doubt }),
    };
  };

  return {
    async seal({ place: { account, locator } }, { text }, to) {
      if (account === undefined) throw new AppError('webchat/no-connection');
      const content = writeWords({ to: locator, time: now(), text }, random);
      const message = await certificates.sealOx(content, to);
      const payload = writePayload({ kind: 'ox', from: account, to: locator, at: undefined, message });
      if (payload.length > WEBCHAT_LIMITS.payloadOctets) throw new AppError('chat/too-long');
      return payload;
    },

    async open(talk, payload) {
      const { account, locator, protocol } = talk.place;
      if (protocol !== 'xmpp') return notOpened('webchat/damaged');
      // Whose account it is, is known once the page is connected.
      if (account === undefined) return notOpened('webchat/no-connection', true);
      // Between these two, one way or the other: words for somebody else are not shown here, in whatever order a page
      // puts the parts of texts together.
      const [from, to] = isSameAccount(payload.from, account) ? [account, locator] : [locator, account];
      if (!isSameAccount(payload.from, from)) return notOpened('webchat/sender');
      if (!isSameAccount(payload.to, to)) return notOpened('webchat/not-for-me');
      try {
        return await judge(talk, payload, account, await certificates.openOx(payload.message));
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        if (error.code === 'vault/locked') return { kind: 'locked' };
        return notOpened(error.code === 'mail/not-for-me' ? 'webchat/not-for-me' : error.code);
      }
    },
  };
}
