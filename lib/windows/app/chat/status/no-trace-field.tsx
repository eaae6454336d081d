import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../../../../../components/button';
import { TextField } from '../../../../../components/text-field';
import type { ConversationId } from '../../../../core/chat';
import type { ErrorCode } from '../../../../core/error-codes';
import { toErrorCode } from '../../../../core/errors';
import { usePorts } from '../../../ports';
import { newMessageId } from '../ids';
import { MOST_CHARACTERS, noTraceProblem } from './no-trace-words';

type NoTraceFieldProps = {
  readonly id: ConversationId;
  readonly first: string;
  readonly beside: ComponentChildren;
};

/** What is typed is in this field alone: no draft, and nothing in the address or the title of the page. */
export function NoTraceField({ id, first, beside }: NoTraceFieldProps) {
  const { call } = usePorts();
  const [text, setText] = useState('');
  const [code, setCode] = useState<ErrorCode>();
  const field = useRef<HTMLElement>(null);
  const over = text.length - MOST_CHARACTERS;
  useEffect(() => field.current?.focus(), []);
  const send = () => {
    if (text.trim() === '' || over > 0) return;
    const said = text;
    setText('');
    setCode(undefined);
    field.current?.focus();
    // The next can be typed meanwhile. What was refused comes back before it.
    call('noTrace.send', { id, message: newMessageId(), text: said }).catch((error: unknown) => {
      setCode(toErrorCode(error));
      setText((typed) => (typed === '' ? said : `${said}\n${typed}`));
    });
  };
  return (
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
        fieldRef={field}
        placeholder="Nothing of this is kept"
        testId="notrace-text"
        problem={
          over > 0
            ? `This is ${over} characters longer than ${MOST_CHARACTERS}. Shorten it, or send it in parts.`
            : code === undefined
              ? undefined
              : noTraceProblem(code, first)
        }
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          send();
        }}
      />
      <div class="row">
        <Button type="submit" kind="main" testId="notrace-send" disabled={text.trim() === '' || over > 0}>
          Send without trace
        </Button>
        {beside}
      </div>
    </form>
  );
}
