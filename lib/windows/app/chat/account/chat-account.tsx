import { useState } from 'preact/hooks';
import { Button } from '../../../../../components/button';
import { usePorts } from '../../../ports';
import { Problem } from '../../../problem';
import { useAsk } from '../../../use-ask';
import { LogIn } from './log-in';
import { Register } from './register';

/** The first visit of the Chat tab: an account at a relay, made or taken up again. */
export function ChatAccount() {
  const { call } = usePorts();
  const [way, setWay] = useState<'register' | 'log-in'>('register');
  const keys = useAsk(() => call('keys.list'), ['keys']);
  const hasKey = keys.state !== 'ready' || keys.value.length > 0;
  return (
    <section class="stack tab-body chat-account">
      <h1 class="page-title">{way === 'register' ? 'Make a chat account' : 'Log in to your chat account'}</h1>
      <p>
        A relay carries sealed messages between you and your contacts and reads none of them. Your employer, a friend or
        you yourself may run one; ask them for its address.
      </p>
      {hasKey ? way === 'register' ? <Register /> : <LogIn /> : <Problem code="chat/no-key" />}
      {!hasKey && (
        <div>
          <a class="button button-main" href="#keys">
            Make a key
          </a>
        </div>
      )}
      <div>
        <Button kind="quiet" onClick={() => setWay(way === 'register' ? 'log-in' : 'register')}>
          {way === 'register' ? 'I have an account already' : 'Make a new account instead'}
        </Button>
      </div>
    </section>
  );
}
