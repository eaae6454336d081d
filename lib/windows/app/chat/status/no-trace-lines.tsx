import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../../../../../components/button';
import type { ConversationId, NoTraceView } from '../../../../core/chat';
import { neutraliseText } from '../../../../core/display-text';
import type { ErrorCode } from '../../../../core/error-codes';
import { toErrorCode } from '../../../../core/errors';
import { usePorts } from '../../../ports';
import { Problem } from '../../../problem';

type Line = NoTraceView['messages'][number];
type NoTraceLinesProps = {
  readonly id: ConversationId;
  readonly messages: readonly Line[];
  readonly first: string;
};

const STATES = { sending: 'sending', delivered: 'delivered', error: 'not sent', received: '' } as const;
/** Pixels from the end within which somebody reads the newest. */
const NEAR = 80;

/** What was said, in the memory of the background and in this list alone. */
export function NoTraceLines({ id, messages, first }: NoTraceLinesProps) {
  const { call } = usePorts();
  const [code, setCode] = useState<ErrorCode>();
  const list = useRef<HTMLDivElement>(null);
  const isNear = useRef(true);
  const last = messages.at(-1);
  useEffect(() => {
    const box = list.current;
    if (box !== null && (isNear.current || last?.mine === true)) box.scrollTop = box.scrollHeight;
  }, [last?.id]);
  const sendAgain = ({ id: message, text }: Line) => {
    setCode(undefined);
    call('noTrace.send', { id, message, text }).catch((error: unknown) => setCode(toErrorCode(error)));
  };
  return (
    <>
      <div
        ref={list}
        class="no-trace-lines"
        role="log"
        aria-label="Messages without trace"
        onScroll={({ currentTarget: box }) => {
          isNear.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
        }}
      >
        {messages.map((line) => (
          <div
            key={line.id}
            class={`no-trace-line ${line.mine ? 'no-trace-mine' : 'no-trace-theirs'}`}
            data-testid="notrace-message"
            data-state={line.state}
            data-mine={line.mine}
          >
            <span class="visually-hidden">{line.mine ? 'You' : first}: </span>
            <p class="wrap-anywhere" dir="auto">
              {neutraliseText(line.text)}
            </p>
            {line.state !== 'received' && <span class="soft small">{STATES[line.state]}</span>}
            {line.mine && line.state === 'error' && (
              <Button kind="quiet" onClick={() => sendAgain(line)}>
                Send again
              </Button>
            )}
          </div>
        ))}
      </div>
      <Problem code={code} />
    </>
  );
}
