import { ArrowRight } from 'lucide';
import { Fingerprint } from '../../../components/fingerprint';
import { Icon } from '../../../components/icon';
import { Notice } from '../../../components/notice';
import { Status } from '../../../components/status';
import type { CertificateChange } from '../../bus/views';
import type { CertificateView } from '../../core/certificate';
import { algorithmWords, DECISION_WORDS, dayWords, ownerOf } from '../words';

type ChangeProps = { readonly changes: readonly CertificateChange[]; readonly now: CertificateView };

/** A certificate that is not the one used before: what changed, why sending has stopped, what to do. */
export function Change({ changes, now }: ChangeProps) {
  const addresses = changes.map(({ address }) => address).join(', ');
  return (
    <Notice tone="stop" title={`Sending to ${addresses} has stopped`} live="off">
      <p>
        Another certificate came for this address than the one you used. People get new ones with a new computer. It is
        also what happens when somebody else wants to read your mail. Ask before you go on.
      </p>
      {changes.map((change) => (
        <section key={`${change.address} ${change.before.fingerprint}`} class="change-pair" aria-label={change.address}>
          <Side words="Before" view={change.before} other={now}>
            <Status tone={DECISION_WORDS[change.beforeDecision].tone}>
              {DECISION_WORDS[change.beforeDecision].words}
            </Status>
          </Side>
          <span class="change-arrow">
            <Icon icon={ArrowRight} size={20} />
          </span>
          <Side words="Now" view={now} other={change.before}>
            <Status tone="attention">Not verified</Status>
          </Side>
        </section>
      ))}
    </Notice>
  );
}

type SideProps = {
  readonly words: string;
  readonly view: CertificateView;
  readonly other: CertificateView;
  readonly children: preact.ComponentChildren;
};

function Side({ words, view, other, children }: SideProps) {
  const name = ownerOf(view).name;
  return (
    <div class="change-side">
      <h3>{words}</h3>
      <p class="clip">
        <Differs when={name !== ownerOf(other).name}>
          <bdi>{name}</bdi>
        </Differs>
      </p>
      <p>{children}</p>
      <p>
        <Differs when={algorithmWords(view.algorithm) !== algorithmWords(other.algorithm)}>
          {algorithmWords(view.algorithm)}
        </Differs>
      </p>
      <p>
        <Differs when={dayWords(view.created) !== dayWords(other.created)}>Made {dayWords(view.created)}</Differs>
      </p>
      <Fingerprint value={view.fingerprint} label={`Fingerprint ${words.toLowerCase()}`} />
    </div>
  );
}

/** Marks what is not the same on both sides; the word for the ear, the weight for the eye. */
function Differs({ when, children }: { readonly when: boolean; readonly children: preact.ComponentChildren }) {
  return when ? <strong>{children}</strong> : <span>{children}</span>;
}
