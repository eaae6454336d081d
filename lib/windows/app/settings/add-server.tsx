import { Plus } from 'lucide';
import { useState } from 'preact/hooks';
import { Button } from '../../../../components/button';
import { TextField } from '../../../../components/text-field';
import { CALL_LIMITS, type IceServer, isTurn } from '../../../core/calls';
import { sentenceFor } from '../../../core/errors';
import { useAct } from '../../use-act';

type AddServerProps = { readonly onAdd: (server: IceServer) => Promise<void>; readonly onClose: () => void };

/** One more STUN or TURN server; only TURN asks who one is (RFC 8656, 9.2). */
export function AddServer({ onAdd, onClose }: AddServerProps) {
  const [url, setUrl] = useState('');
  const [username, setUsername] = useState('');
  const [credential, setCredential] = useState('');
  const act = useAct();
  const address = url.trim();
  const asksWho = isTurn({ url: address });
  const isOfAddress = act.code === 'call/bad-server' || act.code === 'bus/bad-input';
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (address === '') return;
    const who = asksWho && username.trim() !== '' ? { username: username.trim(), credential } : {};
    act.run(async () => {
      await onAdd({ url: address, ...who });
      onClose();
    });
  };
  const change = (set: (value: string) => void) => (value: string) => {
    set(value);
    act.clear();
  };
  const isOfLogin = act.code === 'call/server-login';
  const other = isOfAddress || isOfLogin || act.code === undefined ? undefined : sentenceFor(act.code);
  return (
    <form class="stack" onSubmit={submit}>
      <TextField
        label="Address of the server"
        value={url}
        onInput={change(setUrl)}
        placeholder="turn:turn.example.org:3478"
        hint="As who runs the server gives it to you. It begins with stun: or turn:, or with turns: where TLS is used."
        maxLength={CALL_LIMITS.serverLength}
        problem={isOfAddress ? sentenceFor('call/bad-server') : other}
        testId="call-server-url"
      />
      {asksWho && (
        <>
          <TextField
            label="User name at the server"
            value={username}
            onInput={change(setUsername)}
            maxLength={CALL_LIMITS.serverLength}
            problem={isOfLogin ? sentenceFor('call/server-login') : undefined}
            testId="call-server-user"
          />
          <TextField
            label="Password at the server"
            kind="passphrase"
            noun="password"
            value={credential}
            onInput={change(setCredential)}
            maxLength={CALL_LIMITS.serverLength}
            testId="call-server-password"
          />
        </>
      )}
      <div class="row">
        <Button
          type="submit"
          kind="main"
          icon={Plus}
          busy={act.busy}
          disabled={address === ''}
          testId="call-server-add"
        >
          Add this server
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </div>
    </form>
  );
}
