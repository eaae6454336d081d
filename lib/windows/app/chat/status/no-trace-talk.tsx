import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../../../../../components/button';
import { TextField } from '../../../../../components/text-field';
import type { ConversationId, NoTraceView } from '../../../../core/chat';
import { usePorts } from '../../../ports';
import { Problem } from '../../../problem';
import { useAct } from '../../../use-act';
import { newMessageId } from '../ids';
import { CompareSecret } from './compare-secret';

type NoTraceTalkProps = { readonly id: ConversationId; readonly talk: NoTraceView; readonly first: string };

const STATES = {
  sending: 'sending',
  delivered: 'delivered',
  error: 'not sent',
  received: '',
} as const;

/** Its lines, and the field to write the next: in memory alone, no draft, nothing in the address of the page. */
export function NoTraceTalk({ id, talk, first }: NoTraceTalkProps) {
  const { call } = usePorts();
  const [text, setText] = useState('');
  const [comparing, setComparing] = useState(false);
  const act = useAct();
  const end = useRef<HTMLLIElement>(null);
  const count = talk.messages.length;
  useEffect(() => {
    if (count > 0) end.current?.scrollIntoView({ block: 'end' });
  }, [count]);
  const send = () => {
    if (text.trim() === '') return;
    const said = text;
    act.run(async () => {
      await call('noTrace.send', { id, message: newMessageId(), text: said });
      setText('');
    });
  };
  return (
    <>
      <ol class="no-trace-lines" aria-label="Messages">
        {talk.messages.map((line) => (
          <li
            key={line.id}
            class={line.mine ? 'no-trace-mine' : 'no-trace-theirs'}
            data-testid="notrace-message"
            data-state={line.state}
            data-mine={line.mine}
          >
            <span class="visually-hidden">{line.mine ? 'You' : first}: </span>
            <p class="wrap-anywhere" dir="auto">
              {line.text}
            </p>
            {STATES[line.state] !== '' && <span class="soft small">{STATES[line.state]}</span>}
          </li>
        ))}
        <li ref={end} aria-hidden="true" />
      </ol>
      <Problem code={act.code} />
      <form
        class="no-trace-write"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <TextField
          label="Message without trace"
          hideLabel
          kind="area"
          rows={2}
          value={text}
          onInput={setText}
          maxLength={10_000}
          placeholder="Nothing of this is kept"
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
        <div class="row">
          <Button type="submit" kind="main" busy={act.busy} disabled={text.trim() === ''}>
            Send without trace
          </Button>
          <Button kind="quiet" onClick={() => setComparing(true)}>
            {talk.smp.state === 'asked' ? `${first} asks for a secret` : 'Compare a secret'}
          </Button>
        </div>
      </form>
      {comparing && <CompareSecret id={id} smp={talk.smp} first={first} onClose={() => setComparing(false)} />}
    </>
  );
}
