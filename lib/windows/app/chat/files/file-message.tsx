import { Download, File as FileIcon, Image as ImageIcon, RotateCcw, X } from 'lucide';
import { useState } from 'preact/hooks';
import { Button } from '../../../../../components/button';
import { Icon } from '../../../../../components/icon';
import { ProgressBar } from '../../../../../components/progress-bar';
import { sizeWords } from '../../../../core/amounts';
import type { ChatMessage, FileBody } from '../../../../core/chat';
import { sentenceFor } from '../../../../core/errors';
import { previewOf } from '../../../../core/preview-kind';
import { showForeign } from '../../../../core/show-foreign';
import { usePorts } from '../../../ports';
import { Problem } from '../../../problem';
import { useAct } from '../../../use-act';
import { SharedPicture, SMALL_OCTETS } from './shared-picture';

type FileMessageProps = { readonly message: ChatMessage; readonly body: FileBody };

/** A file in the conversation: what it is, how far it is, and what can be done with it. */
export function FileMessage({ message, body }: FileMessageProps) {
  const { call, saveBlob } = usePorts();
  const act = useAct();
  const of = { id: message.conversation, message: message.id };
  const { transfer } = body;
  const isHere = message.mine || transfer.state === 'here';
  const isMoving = transfer.state === 'moving' || transfer.state === 'waiting';
  const isPicture = previewOf(body).kind === 'image';
  const save = () => act.run(async () => saveBlob(body.name, await call('chat.openFile', of)));
  return (
    <div class="chat-file" data-testid="chat-file" data-transfer={transfer.state}>
      {isPicture && isHere && <Picture message={message} body={body} />}
      <div class="chat-file-line">
        <Icon icon={isPicture ? ImageIcon : FileIcon} size={20} />
        <span class="chat-file-words">
          <bdi class="wrap-anywhere">{showForeign(body.name, 120)}</bdi>
          <span class="soft small">{transferWords(body, message.mine)}</span>
        </span>
        {isHere && (
          <Button kind="quiet" iconOnly icon={Download} busy={act.busy} onClick={save}>
            Save this file
          </Button>
        )}
        {!isHere && !isMoving && (
          <Button
            icon={transfer.state === 'offered' ? Download : RotateCcw}
            busy={act.busy}
            onClick={() => act.run(() => call('chat.loadFile', of))}
          >
            {transfer.state === 'offered' ? 'Load file' : 'Load again'}
          </Button>
        )}
        {isMoving && (
          <Button kind="quiet" iconOnly icon={X} onClick={() => act.run(() => call('chat.cancel', of))}>
            {message.mine ? 'Stop sending this file' : 'Stop loading this file'}
          </Button>
        )}
      </div>
      {isMoving && (
        <ProgressBar
          label={message.mine ? 'Sent of this file' : 'Loaded of this file'}
          done={transfer.done}
          of={transfer.octets}
        />
      )}
      {transfer.state === 'failed' && transfer.code !== undefined && (
        <p class="chat-file-problem">{sentenceFor(transfer.code)}</p>
      )}
      <Problem code={act.code} />
    </div>
  );
}

function transferWords({ octets, transfer }: FileBody, mine: boolean): string {
  const size = sizeWords(octets);
  switch (transfer.state) {
    case 'moving':
      return `${sizeWords(Math.min(transfer.done, transfer.octets))} of ${sizeWords(transfer.octets)} ${mine ? 'sent' : 'loaded'}`;
    case 'waiting':
      return `${size}, waits for the relay`;
    case 'cancelled':
      return `${size}, stopped`;
    case 'failed':
      return `${size}, ${mine ? 'not sent' : 'not loaded'}`;
    default:
      return size;
  }
}

/** Small pictures are shown at once, others when asked for. */
function Picture({ message, body }: FileMessageProps) {
  const [wanted, setWanted] = useState(body.octets <= SMALL_OCTETS);
  if (wanted) return <SharedPicture message={message} body={body} />;
  return (
    <Button icon={ImageIcon} onClick={() => setWanted(true)}>
      Show picture
    </Button>
  );
}
