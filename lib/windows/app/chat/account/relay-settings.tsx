import { Disclosure } from '../../../../../components/disclosure';
import { Waiting } from '../../../../../components/empty';
import { Facts } from '../../../../../components/facts';
import { Status } from '../../../../../components/status';
import type { RelayStatus } from '../../../../core/chat';
import { usePorts } from '../../../ports';
import { Problem } from '../../../problem';
import { useAsk } from '../../../use-ask';
import { ChangeRelayPassword } from './change-relay-password';
import { LeaveRelay } from './leave-relay';
import { linkWords } from './link-words';
import { OwnAddress } from './own-address';
import { RelayStep } from './relay-step';

/** The account at the relay, in Settings. */
export function RelaySettings() {
  const { call } = usePorts();
  const status = useAsk(() => call('relay.status'), ['relay']);
  return (
    <section class="stack">
      <h2 class="section-title">Chat account</h2>
      {status.state === 'loading' && <Waiting lines={3} />}
      {status.state === 'failed' && <Problem code={status.code} again={status.again} />}
      {status.state === 'ready' && <Account relay={status.value} />}
    </section>
  );
}

/** The step has one place in both cases: logging in again passes through having no account. */
function Account({ relay }: { readonly relay: RelayStatus }) {
  const { account, link } = relay;
  const { tone, words, more } = linkWords(link);
  return (
    <>
      {account === undefined ? (
        <p class="soft">
          You are not logged in to a relay. If you have no chat account yet,{' '}
          <a href="#chat">make one in the Chat tab</a>.
        </p>
      ) : (
        <Facts
          facts={[
            { name: 'Relay', value: <bdi class="wrap-anywhere">{account.relay}</bdi> },
            { name: 'Your chat address', value: <OwnAddress user={account.user} /> },
            {
              name: 'Connection',
              value: (
                <Status tone={tone} live>
                  {words}
                </Status>
              ),
            },
          ]}
        />
      )}
      {more !== undefined && <p class="soft">{more}</p>}
      <div class="row relay-step">
        <RelayStep relay={relay} />
      </div>
      {account !== undefined && (
        <>
          <Disclosure words="Change the password of the account">
            <ChangeRelayPassword />
          </Disclosure>
          <Disclosure words="Log out, or delete the account">
            <LeaveRelay user={account.user} />
          </Disclosure>
        </>
      )}
    </>
  );
}
