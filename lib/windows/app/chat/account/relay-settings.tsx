import { RefreshCw } from 'lucide';
import { Button } from '../../../../../components/button';
import { Disclosure } from '../../../../../components/disclosure';
import { Facts } from '../../../../../components/facts';
import { Status } from '../../../../../components/status';
import { usePorts } from '../../../ports';
import { Problem } from '../../../problem';
import { useAct } from '../../../use-act';
import { useAsk } from '../../../use-ask';
import { ChangeRelayPassword } from './change-relay-password';
import { LeaveRelay } from './leave-relay';
import { linkWords } from './link-words';
import { OwnAddress } from './own-address';

/** The account at the relay, in Settings. */
export function RelaySettings() {
  const { call } = usePorts();
  const act = useAct();
  const status = useAsk(() => call('relay.status'), ['relay']);
  if (status.state === 'loading') return null;
  if (status.state === 'failed') return <Problem code={status.code} again={status.again} />;
  const { account, link } = status.value;
  const { tone, words, more } = linkWords(link);
  return (
    <section class="stack">
      <h2 class="section-title">Chat account</h2>
      {account === undefined ? (
        <p class="soft">
          You have no chat account yet. <a href="#chat">Make one in the Chat tab.</a>
        </p>
      ) : (
        <>
          <Facts
            facts={[
              { name: 'Relay', value: <span class="wrap-anywhere">{account.relay}</span> },
              { name: 'Your chat address', value: <OwnAddress user={account.user} /> },
              {
                name: 'Connection',
                value: (
                  <span class="row">
                    <Status tone={tone} live>
                      {words}
                    </Status>
                    {link.phase !== 'online' && (
                      <Button
                        kind="quiet"
                        icon={RefreshCw}
                        busy={act.busy}
                        onClick={() => act.run(async () => void (await call('relay.retry')))}
                      >
                        Try now
                      </Button>
                    )}
                  </span>
                ),
              },
            ]}
          />
          {more !== undefined && <p class="soft">{more}</p>}
          <Problem code={act.code} />
          <Disclosure words="Change the password of the account">
            <ChangeRelayPassword />
          </Disclosure>
          <Disclosure words="Log out, or delete the account">
            <LeaveRelay user={account.user} />
          </Disclosure>
        </>
      )}
    </section>
  );
}
