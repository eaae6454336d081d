import type { SealedStatus, SignatureStatus, SignatureTruth } from '../../core/reading';

/** `verified` is the only green. */
export type Tone = 'verified' | 'neutral' | 'attention' | 'stop';

export type StatusPart = { readonly words: string; readonly tone: Tone };

export type MessageStatus = {
  readonly seal: StatusPart;
  readonly signature: StatusPart;
  /** Both, as it is read aloud. */
  readonly sentence: string;
  /** What to do about it, where there is something to do. */
  readonly advice?: string;
  /** Whether a decision in the certificate window would change it. */
  readonly askCertificate: boolean;
};

const SEAL: Record<SealedStatus, StatusPart> = {
  sealed: { words: 'Sealed.', tone: 'neutral' },
  partial: { words: 'Only part of this message is sealed.', tone: 'attention' },
  'not-sealed': { words: 'Not sealed.', tone: 'neutral' },
};

const TONE: Record<SignatureStatus, Tone> = {
  verified: 'verified',
  'in-use': 'neutral',
  undecided: 'attention',
  refused: 'stop',
  'other-address': 'stop',
  'unknown-key': 'attention',
  invalid: 'stop',
  none: 'neutral',
};

const ADVICE: Record<SignatureStatus, string | undefined> = {
  verified: undefined,
  'in-use': undefined,
  undecided: 'Look at the certificate and decide.',
  refused: 'Do not rely on who wrote this.',
  'other-address': 'Do not rely on who wrote this. Ask the sender another way.',
  'unknown-key': 'Ask the sender for their certificate.',
  invalid: 'The signed text was changed, or the signature is not theirs. Ask the sender to send it again.',
  none: undefined,
};

/** Which part was sealed decides what may be relied on: the rest is anybody's. [req 19] */
const PARTIAL_ADVICE = 'Anyone on the way could have written the rest.';

type Show = (text: string) => string;

/**
 * What a message's status says: who, what, how sure. Every SealedStatus with every SignatureStatus has its words.
 * @param from the address the signature was held against
 * @param show neutralises names and addresses that somebody else wrote [req 24]
 */
export function statusWords(
  sealed: SealedStatus,
  signature: SignatureTruth,
  from: string | undefined,
  show: Show,
): MessageStatus {
  const seal = SEAL[sealed];
  const partial = sealed === 'partial';
  const spoken = partial ? partialWords(signature, from, show) : signatureWords(signature, from, show);
  const tone = partial && TONE[signature.status] === 'verified' ? 'neutral' : TONE[signature.status];
  const advice = partial ? PARTIAL_ADVICE : ADVICE[signature.status];
  return {
    seal,
    signature: { words: spoken, tone },
    sentence: `${seal.words} ${spoken}`,
    ...(advice === undefined ? {} : { advice }),
    askCertificate: signature.status === 'undecided' && signature.fingerprint !== undefined,
  };
}

function signatureWords(signature: SignatureTruth, from: string | undefined, show: Show): string {
  const name = signature.signerName ?? signature.signerEmail;
  switch (signature.status) {
    case 'verified':
      return `Signed by ${name === undefined ? 'its sender' : show(name)}, verified.`;
    case 'in-use':
      return 'Signed by a certificate in use, not verified.';
    case 'undecided':
      return 'Signed by a certificate you have not decided about.';
    case 'refused':
      return 'Signed by a certificate you refused.';
    case 'other-address':
      return `Signature does not match ${from === undefined ? 'the sender' : show(from)}.`;
    case 'unknown-key':
      return 'Signed by a certificate you do not have.';
    case 'invalid':
      return 'The signature is wrong.';
    case 'none':
      return 'Not signed.';
  }
}

/** The signature stands over the sealed part alone, and says so. */
function partialWords(signature: SignatureTruth, from: string | undefined, show: Show): string {
  const words = signatureWords(signature, from, show);
  return words.startsWith('Signed by') ? words.replace('Signed by', 'That part is signed by') : words;
}
