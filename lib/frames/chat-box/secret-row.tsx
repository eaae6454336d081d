import { useEffect, useState } from 'preact/hooks';
import { comparisonWords } from '../../core/comparison-words';
import { PressButton } from '../shared/press-button';
import type { Box } from './box';
import type { Shown } from './box-state';
import { firstOf } from './box-words';

type SecretRowProps = { readonly box: Box; readonly shown: Shown };

/** Above the text: a secret is to be compared, is being compared, or was. */
export function SecretRow({ box, shown }: SecretRowProps) {
  const { peer, noTrace } = shown.view;
  const { state, stopped } = noTrace?.smp ?? { state: 'none' };
  // A result is read once.
  const [isRead, setRead] = useState(false);
  useEffect(() => {
    if (state === 'asking' || state === 'asked') setRead(false);
  }, [state]);
  const isOver = state === 'same' || state === 'different' || stopped === true;
  if (noTrace?.phase !== 'private' || (isOver && isRead) || (!isOver && state === 'none')) return null;
  const first = firstOf(peer);
  return (
    <div class="box-step" role="status" data-testid="box-comparison" data-state={stopped === true ? 'stopped' : state}>
      <p class="box-step-words">
        {isOver && comparisonWords(noTrace.smp, first)}
        {state === 'asking' && `Waiting for ${first} to compare the secret.`}
        {state === 'asked' && `${first} asks to compare a secret that you both know.`}
      </p>
      {state === 'asked' && (
        <PressButton id="box-answer" kind="main" onPress={() => box.show('secret')}>
          Answer the question
        </PressButton>
      )}
      {isOver ? (
        <PressButton id="box-understood" weight="free" onPress={() => setRead(true)}>
          Understood
        </PressButton>
      ) : (
        <PressButton id="box-stop-comparing" blocked={shown.busy} onPress={() => void box.act('stop-comparing')}>
          {state === 'asked' ? 'Not now' : 'Stop comparing'}
        </PressButton>
      )}
    </div>
  );
}
