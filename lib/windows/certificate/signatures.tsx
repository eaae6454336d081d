import { Status } from '../../../components/status';
import type { Certification } from '../../core/certificate';
import { dayWords, SIGNATURE_WORDS, signerWords } from '../words';

const SHOWN = 60;

/** Everybody who signed: name, id, date, whether the signature is right, whether I know the signer. */
export function Signatures({ certifications }: { readonly certifications: readonly Certification[] }) {
  const others = certifications.filter(({ state }) => state !== 'self');
  const own = certifications.length - others.length;
  const hidden = others.length - SHOWN;
  return (
    <div class="stack">
      <p class="soft">
        {own > 0 ? 'The owner signed it. ' : 'The owner did not sign it. '}
        {others.length === 0 ? 'Nobody else did.' : 'Others vouch for it:'}
      </p>
      {others.length > 0 && (
        <ul class="signatures">
          {others.slice(0, SHOWN).map((certification) => (
            <Signature
              key={`${certification.signerId} ${certification.userId} ${certification.created}`}
              {...certification}
            />
          ))}
        </ul>
      )}
      {hidden > 0 && <p class="soft">And {hidden} more, which are in the certificate itself.</p>}
    </div>
  );
}

function Signature({ signerName, signerId, created, state, signerDecision, userId }: Certification) {
  const { words, tone } = SIGNATURE_WORDS[state];
  const vouches = state === 'verified' && signerDecision === 'verified';
  return (
    <li>
      <div class="row signature-head">
        <strong class="wrap-anywhere">
          <bdi>{signerName ?? 'Somebody unknown'}</bdi>
        </strong>
        <span class="soft">{dayWords(created)}</span>
      </div>
      <div class="row">
        <Status tone={vouches ? 'verified' : tone}>{words}</Status>
        <span class="soft">{signerWords(signerDecision)}</span>
      </div>
      <p class="small soft wrap-anywhere">
        Signs the name <bdi>{userId}</bdi>. Signer’s id <span class="mono">{signerId.toUpperCase()}</span>
      </p>
    </li>
  );
}
