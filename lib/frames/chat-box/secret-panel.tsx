import { KeyRound } from 'lucide';
import { useContext, useRef, useState } from 'preact/hooks';
import { TextField } from '../../../components/text-field';
import { ForeignText } from '../shared/foreign-text';
import { GuardContext } from '../shared/guard';
import { PressButton } from '../shared/press-button';
import { useUnseen } from '../shared/unseen';
import type { Box } from './box';
import type { Shown } from './box-state';
import { firstOf } from './box-words';
import { BoxProblem } from './problem';
import { useSight } from './use-sight';

/** Characters of a secret, and of the question for it. */
const MOST = 200;

/** Something that both know, compared without saying it (SMP): typed in our frame, which no page can read. */
export function SecretPanel({ box, shown }: { readonly box: Box; readonly shown: Shown }) {
  const panel = useRef<HTMLElement>(null);
  const { trusts } = useContext(GuardContext);
  const sayUnseen = useUnseen();
  const isInSight = useSight(panel);
  const [question, setQuestion] = useState('');
  const [secret, setSecret] = useState('');
  const { peer, noTrace } = shown.view;
  if (noTrace?.phase !== 'private') return null;
  const first = firstOf(peer);
  const { smp } = noTrace;
  const isAsked = smp.state === 'asked';
  const asks = question.trim();
  const compare = () => {
    if (secret === '') return;
    void box.compare(secret, isAsked || asks === '' ? undefined : asks);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    if (secret === '' || shown.busy || !trusts(event)) return;
    if (isInSight()) compare();
    else sayUnseen();
  };
  return (
    <section ref={panel} class="box-panel" aria-label={`Compare a secret with ${first}`}>
      {isAsked ? (
        <p data-testid="box-asked-secret">
          <bdi>{first}</bdi> asks:{' '}
          <strong>
            <ForeignText text={smp.question ?? 'the secret that you both know'} length={MOST} />
          </strong>
        </p>
      ) : (
        <TextField
          label="Question"
          testId="box-question"
          value={question}
          onInput={setQuestion}
          maxLength={MOST}
          placeholder="Where did we meet first?"
          hint={`${first} sees the question, and nobody sees the secret.`}
        />
      )}
      <TextField
        label="Secret"
        testId="box-secret-text"
        kind="passphrase"
        noun="secret"
        value={secret}
        onInput={setSecret}
        onKeyDown={onKeyDown}
        maxLength={MOST}
        hint="Both have to write it the same way, capitals and spaces too."
      />
      <div class="row">
        <PressButton
          id="box-compare"
          kind="main"
          weight="signs"
          context={panel}
          icon={KeyRound}
          busy={shown.busy}
          blocked={secret === ''}
          onPress={compare}
        >
          {isAsked ? 'Answer' : 'Compare'}
        </PressButton>
      </div>
      <BoxProblem code={shown.problem} />
    </section>
  );
}
