import { Trash2 } from 'lucide';
import { useState } from 'preact/hooks';
import { Button } from '../../../../components/button';
import { Waiting } from '../../../../components/empty';
import { CALL_LIMITS, type IceServer } from '../../../core/calls';
import { neutralise } from '../../../core/display-text';
import { usePorts } from '../../ports';
import { Problem } from '../../problem';
import { useAct } from '../../use-act';
import { useAsk } from '../../use-ask';
import { AddServer } from './add-server';
import { OnlyTurn } from './only-turn';

/** Servers that help two browsers to find each other (RFC 8489, RFC 8656): none is asked unless it is named here. */
export function CallServers() {
  const { call } = usePorts();
  const servers = useAsk(() => call('calls.servers'), ['calls', 'settings']);
  return (
    <section class="stack" aria-labelledby="call-servers">
      <h2 id="call-servers" class="section-title">
        Servers for calls
      </h2>
      <p class="soft">
        A STUN server sees your internet address and tells it to your browser. A TURN server passes the sealed packets
        on: it sees the addresses, how much and when, and nothing of what is said.
      </p>
      {servers.state === 'loading' && <Waiting lines={1} />}
      {servers.state === 'failed' && <Problem code={servers.code} again={servers.again} />}
      {servers.state === 'ready' && (
        <>
          <Servers servers={servers.value} onChange={servers.again} />
          <OnlyTurn servers={servers.value} />
        </>
      )}
    </section>
  );
}

type ServersProps = { readonly servers: readonly IceServer[]; readonly onChange: () => void };

function Servers({ servers, onChange }: ServersProps) {
  const { call } = usePorts();
  const [adding, setAdding] = useState(false);
  const act = useAct();
  const keep = async (next: readonly IceServer[]) => {
    await call('calls.setServers', { servers: [...next] });
    onChange();
  };
  return (
    <>
      {servers.length === 0 ? (
        <p>No server. Direct calls work in the same network, and between computers that can be reached directly.</p>
      ) : (
        <ul class="lines" aria-label="Servers for calls">
          {servers.map((server, place) => (
            <li key={`${place} ${server.url}`} class="line" data-testid="call-server">
              <div class="line-words">
                <p class="wrap-anywhere" dir="ltr">
                  <strong>{neutralise(server.url, CALL_LIMITS.serverLength)}</strong>
                </p>
                <p class="soft small">{kindWords(server)}</p>
              </div>
              <Button
                icon={Trash2}
                iconOnly
                kind="quiet"
                busy={act.busy}
                onClick={() => act.run(() => keep(servers.filter((_other, index) => index !== place)))}
              >
                {`Remove ${neutralise(server.url, 80)}`}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Problem code={act.code} />
      {adding ? (
        <AddServer onAdd={(server) => keep([...servers, server])} onClose={() => setAdding(false)} />
      ) : servers.length < CALL_LIMITS.servers ? (
        <div>
          <Button testId="call-server-new" onClick={() => setAdding(true)}>
            Add a server
          </Button>
        </div>
      ) : (
        <p class="soft">More than {CALL_LIMITS.servers} servers only make a call slower. Remove one to add another.</p>
      )}
    </>
  );
}

const kindWords = ({ url, username }: IceServer): string => {
  if (/^stuns?:/i.test(url)) return 'STUN: sees your address';
  const who = username === undefined ? '' : `, as ${neutralise(username, 80)}`;
  return `TURN: passes sealed packets on${who}`;
};
