import { useState } from 'preact/hooks';
import { Button } from '../../../../../components/button';
import { Dialog } from '../../../../../components/dialog';
import { Notice } from '../../../../../components/notice';
import { TextField } from '../../../../../components/text-field';
import type { ConversationId, NoTraceView } from '../../../../core/chat';
import { showForeign } from '../../../../core/show-foreign';
import { usePorts } from '../../../ports';
import { Problem } from '../../../problem';
import { useAct } from '../../../use-act';

type CompareSecretProps = {
  readonly id: ConversationId;
  readonly smp: NoTraceView['smp'];
  readonly first: string;
  /** How the last comparison ended. */
  readonly words: string;
  readonly onClose: () => void;
};

/** Something that both know, compared without saying it (SMP). */
export function CompareSecret({ id, smp, first, words, onClose }: CompareSecretProps) {
  const { call } = usePorts();
  const [question, setQuestion] = useState('');
  const [secret, setSecret] = useState('');
  const act = useAct();
  const asked = smp.state === 'asked';
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (secret === '') return;
    const ask = asked || question.trim() === '' ? {} : { question: question.trim() };
    act.run(async () => {
      await call('noTrace.compare', { id, secret, ...ask });
      setSecret('');
    });
  };
  return (
    <Dialog title="Compare a secret" onClose={onClose}>
      {(smp.state === 'same' || smp.state === 'different' || smp.stopped === true) && (
        <Notice tone={smp.state === 'different' ? 'stop' : 'neutral'} live="status">
          {words}
        </Notice>
      )}
      {smp.state === 'same' || smp.state === 'different' ? null : smp.state === 'asking' ? (
        <Notice tone="waiting" title={`Waiting for ${first}`} live="status">
          The answer shows here.
        </Notice>
      ) : (
        <form class="stack" onSubmit={submit}>
          {asked ? (
            <p>
              <bdi>{first}</bdi> asks:{' '}
              <strong dir="auto">{showForeign(smp.question ?? 'the secret that you both know', 200)}</strong>
            </p>
          ) : (
            <TextField
              label="Question"
              value={question}
              onInput={setQuestion}
              maxLength={200}
              placeholder="Where did we meet first?"
              hint={`${first} sees the question, and nobody sees the secret.`}
            />
          )}
          <TextField
            label="Secret"
            kind="passphrase"
            noun="secret"
            value={secret}
            onInput={setSecret}
            maxLength={200}
            hint="Both have to write it the same way, capitals and spaces too."
          />
          <Problem code={act.code} />
          <div>
            <Button type="submit" kind="main" busy={act.busy} disabled={secret === ''}>
              {asked ? 'Answer' : 'Compare'}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
