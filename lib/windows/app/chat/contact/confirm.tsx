import { LogOut, Trash2 } from 'lucide';
import { Button } from '../../../../../components/button';
import { Dialog } from '../../../../../components/dialog';
import type { ConversationId } from '../../../../core/chat';
import { usePorts } from '../../../ports';
import { Problem } from '../../../problem';
import { useAct } from '../../../use-act';

type ConfirmProps = { readonly id: ConversationId; readonly first: string; readonly onClose: () => void };

export function EndChannel({ id, first, onClose }: ConfirmProps) {
  const { call } = usePorts();
  const act = useAct();
  return (
    <Dialog title="End the channel" onClose={onClose}>
      <div class="stack">
        <p>
          Nothing more can be sent to <bdi>{first}</bdi> or come from there until one of you begins again. What was
          written stays here.
        </p>
        <Problem code={act.code} />
        <div class="row">
          <Button onClick={onClose}>Keep the channel</Button>
          <Button
            kind="danger"
            icon={LogOut}
            busy={act.busy}
            onClick={() => act.run(() => call('chat.end', { id }).then(onClose))}
          >
            End the channel
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

export function RemoveConversation({
  id,
  first,
  onClose,
  onRemoved,
}: ConfirmProps & { readonly onRemoved: () => void }) {
  const { call } = usePorts();
  const act = useAct();
  return (
    <Dialog title="Delete conversation" onClose={onClose}>
      <div class="stack">
        <p>
          All messages and files with <bdi>{first}</bdi> are deleted on this device, and the channel ends. Nobody can
          bring them back. What <bdi>{first}</bdi> has stays there.
        </p>
        <Problem code={act.code} />
        <div class="row">
          <Button onClick={onClose}>Keep conversation</Button>
          <Button
            kind="danger"
            icon={Trash2}
            busy={act.busy}
            onClick={() => act.run(() => call('chat.remove', { id }).then(onRemoved))}
          >
            Delete conversation
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
