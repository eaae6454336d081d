import { useEffect, useMemo, useState } from 'preact/hooks';
import type { CallId } from '../../core/calls';
import { usePorts } from '../ports';
import { Problem } from '../problem';
import { browserPorts } from './peer/browser-ports';
import { type CallSession, createCallSession } from './peer/call-session';
import type { PeerPorts } from './peer/ports';
import { CallScreen } from './view/call-screen';

const ID = /^#([0-9a-f]{32})$/;

/** The call that the address names. A window that is there already is sent to the next call by its hash alone. */
function useCallId(): CallId | undefined {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = () => setHash(location.hash);
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return ID.exec(hash)?.[1] as CallId | undefined;
}

type CallWindowProps = { readonly ports?: PeerPorts };

/** The window of a call of ours. Closing it ends the call. */
export function CallWindow({ ports }: CallWindowProps) {
  const id = useCallId();
  const peer = useMemo(() => ports ?? browserPorts(), [ports]);
  return (
    <main class="call-window">
      {id === undefined ? <Problem code="call/unknown" /> : <OneCall key={id} id={id} peer={peer} />}
    </main>
  );
}

function OneCall({ id, peer }: { readonly id: CallId; readonly peer: PeerPorts }) {
  const { call, onBusEvent, now } = usePorts();
  const [session, setSession] = useState<CallSession>();
  const [state, setState] = useState(() => session?.get());
  useEffect(() => {
    const made = createCallSession(id, { call, onBusEvent, now }, peer);
    const stop = made.subscribe(() => setState(made.get()));
    setSession(made);
    setState(made.get());
    return () => {
      stop();
      made.close();
    };
  }, [id]);
  if (session === undefined || state === undefined) return null;
  return (
    <CallScreen
      state={state}
      actions={session}
      listen={peer.listen}
      canTalk={peer.connect !== undefined}
      canShare={peer.media !== undefined && 'getDisplayMedia' in peer.media}
    />
  );
}
