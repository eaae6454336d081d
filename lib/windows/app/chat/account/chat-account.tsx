import { useState } from 'preact/hooks';
import { Button } from '../../../../../components/button';
import { Waiting } from '../../../../../components/empty';
import { Notice } from '../../../../../components/notice';
import { usePorts } from '../../../ports';
import { Problem } from '../../../problem';
import { useAsk } from '../../../use-ask';
import { LogIn } from './log-in';
import { Register } from './register';

/** The first visit of the Chat tab: an account at a relay, made or taken up again. */
export function ChatAccount() {
  const { call } = usePorts();
  const [way, setWay] = useState<'register' | 'log-in'>('register');
  const keys = useAsk(() => call('keys.list'), ['keys', 'vault']);
  return (
    <section class="stack tab-body chat-account">
      <h1 class="page-title">{way === 'register' ? 'Make a chat account' : 'Log in to your chat account'}</h1>
      <p>
        A relay carries sealed messages between you and your contacts. It reads none of them, but it sees who writes to
        whom and when. Your employer, a friend or you yourself may run one: ask for its address.
      </p>
      {keys.state === 'loading' && <Waiting lines={4} />}
      {keys.state === 'failed' && <Problem code={keys.code} again={keys.again} />}
      {keys.state === 'ready' && keys.value.length === 0 && <NoKey />}
      {keys.state === 'ready' && keys.value.length > 0 && (
        <>
          {way === 'register' ? <Register /> : <LogIn />}
          <div>
            <Button kind="quiet" onClick={() => setWay(way === 'register' ? 'log-in' : 'register')}>
              {way === 'register' ? 'I have an account already' : 'Make a new account instead'}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}

const NoKey = () => (
  <Notice
    tone="attention"
    title="A key comes first"
    live="status"
    actions={
      <a class="button button-main" href="#keys">
        Make a key
      </a>
    }
  >
    Your contacts accept your certificate before they write to you, and you have none yet.
  </Notice>
);
