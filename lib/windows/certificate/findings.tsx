import { Status, type Tone } from '../../../components/status';
import type { AutomaticCheck, Finding } from '../../bus/views';

const WORDS: Readonly<Record<Finding, string>> = {
  'self-signatures-valid': 'It is whole: nothing in it was changed since its owner made it.',
  'not-expired': 'Its time is not over.',
  expired: 'Its time is over. Ask the owner for a new one.',
  revoked: 'Its owner has taken it back. Ask for a new one.',
  'strong-algorithm': 'It is made in a way that protects a message today.',
  'weak-algorithm': 'It is made in an old way that no longer protects a message.',
  'can-encrypt': 'Messages can be sealed with it.',
  'cannot-encrypt': 'No message can be sealed with it.',
  'address-matches': 'It names the address that it came for.',
  'address-missing': 'It does not name the address that it came from.',
  'signed-by-verified': 'Somebody you verified has signed it.',
  'signed-by-nobody-known': 'Nobody you verified has signed it, which is usual.',
  'certificate-changed': 'It is another certificate than the one you used before.',
  'no-user-id': 'It names nobody.',
  damaged: 'It is damaged.',
};

/** No level of the machine's check is ever green: that a certificate is whole says nothing of whose it is. */
const TONES = { pass: 'neutral', attention: 'attention', stop: 'stop' } as const satisfies Record<string, Tone>;

const OUTCOME: Readonly<Record<AutomaticCheck['outcome'], { readonly words: string; readonly tone: Tone }>> = {
  pass: { words: 'Nothing is wrong with it. Whose it is, only a comparison tells.', tone: 'neutral' },
  attention: { words: 'It can be used, and something needs your eye.', tone: 'attention' },
  stop: { words: 'It cannot be used.', tone: 'stop' },
};

/** What matters first: what stops, then what needs an eye, then one sentence for the rest. */
export function CheckWords({ check }: { readonly check: AutomaticCheck }) {
  const urgent = check.findings.filter(({ level }) => level !== 'pass');
  const outcome = OUTCOME[check.outcome];
  return (
    <div class="stack findings">
      <Status tone={outcome.tone}>{outcome.words}</Status>
      {urgent.length > 0 && <FindingList findings={urgent} />}
    </div>
  );
}

export function FindingList({ findings }: { readonly findings: AutomaticCheck['findings'] }) {
  return (
    <ul class="stack findings">
      {findings.map(({ level, finding }) => (
        <li key={finding}>
          <Status tone={TONES[level]}>{WORDS[finding]}</Status>
        </li>
      ))}
    </ul>
  );
}
