import { Phone, Video } from 'lucide';
import { useId } from 'preact/hooks';
import { Button } from '../../../../components/button';
import type { ConversationId } from '../../../core/chat';
import type { StartCall } from './use-start-call';

type CallButtonsProps = {
  readonly conversation: ConversationId;
  /** Whom, where the place does not say it. */
  readonly name?: string;
  readonly calling: StartCall;
  /** Why there can be no call now. */
  readonly refused: string | undefined;
  readonly onStarted?: () => void;
};

/** A call by voice, or with a picture. */
export function CallButtons({ conversation, name, calling, refused, onStarted }: CallButtonsProps) {
  const id = useId();
  const whom = name === undefined ? '' : ` ${name}`;
  const common = {
    iconOnly: true,
    kind: 'quiet',
    disabled: refused !== undefined,
    busy: calling.busy,
    ...(refused === undefined ? {} : { describedBy: id }),
  } as const;
  return (
    <span class="call-buttons" title={refused}>
      <Button
        {...common}
        icon={Phone}
        testId="call-audio"
        onClick={() => calling.start(conversation, false, onStarted)}
      >
        {`Call${whom}`}
      </Button>
      <Button {...common} icon={Video} testId="call-video" onClick={() => calling.start(conversation, true, onStarted)}>
        {`Video call${whom === '' ? '' : ` with${whom}`}`}
      </Button>
      {refused !== undefined && (
        <span id={id} class="visually-hidden">
          {refused}
        </span>
      )}
    </span>
  );
}
