import { useState } from 'preact/hooks';
import { Button } from '../../../../../components/button';
import { Dialog } from '../../../../../components/dialog';
import { TextField } from '../../../../../components/text-field';
import type { ConversationId } from '../../../../core/chat';
import { sentenceFor } from '../../../../core/errors';
import { usePorts } from '../../../ports';
import { useAct } from '../../../use-act';
import './channel.css';
import { OwnAddress } from '../account/own-address';

type NewConversationProps = {
  /** My own chat address. */
  readonly user: string;
  readonly onBegun: (id: ConversationId) => void;
  readonly onClose: () => void;
};

/** Somebody's chat address, typed or pasted; then both decide about each other's certificate. */
export function NewConversation({ user, onBegun, onClose }: NewConversationProps) {
  const { call } = usePorts();
  const [address, setAddress] = useState('');
  const act = useAct();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (address.trim() === '') return;
    act.run(async () => onBegun(await call('chat.start', { address: address.trim() })));
  };
  return (
    <Dialog title="New conversation" onClose={onClose}>
      <form class="stack" onSubmit={submit}>
        <TextField
          label="Chat address of your contact"
          value={address}
          onInput={(value) => {
            setAddress(value);
            act.clear();
          }}
          maxLength={300}
          placeholder="bert.k7m2q"
          testId="new-address"
          hint="Ask for it, by mail for example. Your certificate is sent to this person alone, sealed."
          problem={act.code === undefined ? undefined : sentenceFor(act.code)}
        />
        <div>
          <Button type="submit" kind="main" busy={act.busy} disabled={address.trim() === ''} testId="new-begin">
            Send my certificate
          </Button>
        </div>
        <p class="soft">You both look at each other’s certificate and accept it. Then you can write.</p>
      </form>
      <section class="stack own-section">
        <h3 class="section-title">Your chat address</h3>
        <OwnAddress user={user} />
      </section>
    </Dialog>
  );
}
