import { describe, expect, it } from 'vitest';
import type { EmailAddress } from '../../../lib/core/brand';
import { neutralise } from '../../../lib/core/display-text';
import type { SealedStatus, SignatureStatus } from '../../../lib/core/reading';
import { statusWords, type Tone } from '../../../lib/frames/reader/status-words';
import { FINGERPRINT } from './support';

const ANNA = 'anna@example.org';

const SIGNATURES: Record<SignatureStatus, { readonly words: string; readonly tone: Tone }> = {
  verified: { words: 'Signed by Anna Berg, verified.', tone: 'verified' },
  'in-use': { words: 'Signed by a certificate in use, not verified.', tone: 'neutral' },
  undecided: { words: 'Signed by a certificate you have not decided about.', tone: 'attention' },
  refused: { words: 'Signed by a certificate you refused.', tone: 'stop' },
  'other-address': { words: 'Signature does not match anna@example.org.', tone: 'stop' },
  'unknown-key': { words: 'Signed by a certificate you do not have.', tone: 'attention' },
  invalid: { words: 'The signature is wrong.', tone: 'stop' },
  none: { words: 'Not signed.', tone: 'neutral' },
};
const SEALS: Record<SealedStatus, string> = {
  sealed: 'Sealed.',
  partial: 'Only part of this message is sealed.',
  'not-sealed': 'Not sealed.',
};

const table = (Object.keys(SEALS) as SealedStatus[]).flatMap((sealed) =>
  (Object.keys(SIGNATURES) as SignatureStatus[]).map((status) => [sealed, status] as const),
);
const say = (sealed: SealedStatus, status: SignatureStatus, signerName = 'Anna Berg') =>
  statusWords(sealed, { status, signerName, fingerprint: FINGERPRINT }, ANNA, neutralise);

describe('the words of a status', () => {
  it.each(table)('says %s with %s in whole sentences [req 17]', (sealed, status) => {
    const words = SIGNATURES[status].words;
    const spoken = sealed === 'partial' ? words.replace('Signed by', 'That part is signed by') : words;
    expect(say(sealed, status).sentence).toBe(`${SEALS[sealed]} ${spoken}`);
  });

  it.each(table)(
    'is green for %s with %s only where a whole message is verified [req 17] [req 19]',
    (sealed, status) => {
      const { seal, signature } = say(sealed, status);
      expect(seal.tone).not.toBe('verified');
      expect(signature.tone === 'verified').toBe(status === 'verified' && sealed !== 'partial');
      if (sealed !== 'partial') expect(signature.tone).toBe(SIGNATURES[status].tone);
    },
  );

  it('warns of a partial message, whoever signed [req 19]', () => {
    for (const status of Object.keys(SIGNATURES) as SignatureStatus[]) {
      expect(say('partial', status).seal.tone).toBe('attention');
      expect(say('partial', status).advice).toBe('Anyone on the way could have written the rest.');
    }
  });

  it('offers the certificate window for an undecided certificate and for no other status', () => {
    const asking = table.filter(([sealed, status]) => say(sealed, status).askCertificate).map(([, status]) => status);
    expect(new Set(asking)).toEqual(new Set(['undecided']));
  });

  it('offers no certificate window where there is no certificate to look at', () => {
    expect(statusWords('sealed', { status: 'undecided' }, ANNA, neutralise).askCertificate).toBe(false);
  });

  it('names a signer without a name by the certified address', () => {
    const signature = { status: 'verified', signerEmail: ANNA as EmailAddress } as const;
    expect(statusWords('sealed', signature, ANNA, neutralise).sentence).toBe(
      'Sealed. Signed by anna@example.org, verified.',
    );
  });

  it('makes hidden and reordering characters of a name visible [req 24]', () => {
    const { sentence } = say('sealed', 'verified', 'Anna\u202e\u200bBerg\nverified');
    expect(sentence).not.toMatch(/[\u202e\u200b\n]/u);
    expect(sentence).toContain('\ufffd');
  });
});
