import { useEffect, useState } from 'preact/hooks';
import { Button } from '../../../../../components/button';
import { Notice } from '../../../../../components/notice';
import type { ConversationId, NoTraceView } from '../../../../core/chat';
import { comparisonWords } from '../../../../core/comparison-words';
import { CompareSecret } from './compare-secret';
import { NoTraceField } from './no-trace-field';
import { NoTraceLines } from './no-trace-lines';
import { noTraceProblem } from './no-trace-words';

type NoTraceTalkProps = { readonly id: ConversationId; readonly talk: NoTraceView; readonly first: string };

/** While it is private: its lines, what is wrong now, and the field to write the next. */
export function NoTraceTalk({ id, talk, first }: NoTraceTalkProps) {
  const [comparing, setComparing] = useState(false);
  const { smp, trouble } = talk;
  // A result is shown once: where the person was looking, or else above the field.
  const [seen, setSeen] = useState(false);
  const isResult = smp.state === 'same' || smp.state === 'different';
  const isNews = (isResult || smp.stopped === true) && !seen && !comparing;
  useEffect(() => {
    if (smp.state === 'asking' || smp.state === 'asked') setSeen(false);
  }, [smp.state]);
  return (
    <>
      <NoTraceLines id={id} messages={talk.messages} first={first} />
      {trouble !== undefined && (
        <Notice tone="attention" live="status">
          {noTraceProblem(trouble, first)}
        </Notice>
      )}
      {smp.state === 'asked' && !comparing && (
        <Notice
          tone="attention"
          live="status"
          actions={<Button onClick={() => setComparing(true)}>Answer the question</Button>}
        >
          <bdi>{first}</bdi> wants to compare a secret that you both know.
        </Notice>
      )}
      {isNews && (
        <Notice
          tone={smp.state === 'different' ? 'stop' : 'neutral'}
          live="status"
          actions={<Button onClick={() => setSeen(true)}>Understood</Button>}
        >
          {comparisonWords(smp, first)}
        </Notice>
      )}
      <NoTraceField
        id={id}
        first={first}
        beside={
          <Button kind="quiet" onClick={() => setComparing(true)}>
            Compare a secret
          </Button>
        }
      />
      {comparing && (
        <CompareSecret
          id={id}
          smp={seen ? { state: smp.state === 'asked' ? 'asked' : 'none' } : smp}
          first={first}
          words={comparisonWords(smp, first)}
          onClose={() => {
            setComparing(false);
            if (isResult || smp.stopped === true) setSeen(true);
          }}
        />
      )}
    </>
  );
}
