import { Download, KeyRound, Plus } from 'lucide';
import { useState } from 'preact/hooks';
import { Button } from '../../../../components/button';
import { Dialog } from '../../../../components/dialog';
import { Empty, Waiting } from '../../../../components/empty';
import { usePorts } from '../../ports';
import { Problem } from '../../problem';
import { useAsk } from '../../use-ask';
import { ImportKey } from './import-key';
import { KeyCard } from './key-card';
import { MakeKey } from './make-key';

/** My own keys. */
export function KeysTab() {
  const { call } = usePorts();
  const keys = useAsk(() => call('keys.list'), ['keys']);
  const [adding, setAdding] = useState<'make' | 'import'>();
  const close = () => {
    setAdding(undefined);
    keys.again();
  };
  return (
    <section class="stack tab-body">
      <header class="tab-head">
        <h1 class="page-title">Keys</h1>
        <div class="row">
          <Button icon={Plus} onClick={() => setAdding('make')}>
            Make a key
          </Button>
          <Button icon={Download} onClick={() => setAdding('import')}>
            Import a key
          </Button>
        </div>
      </header>
      {keys.state === 'loading' && <Waiting lines={2} />}
      {keys.state === 'failed' && <Problem code={keys.code} again={keys.again} />}
      {keys.state === 'ready' && keys.value.length === 0 && (
        <Empty
          icon={KeyRound}
          title="You have no key yet"
          action={
            <Button kind="main" icon={Plus} onClick={() => setAdding('make')}>
              Make my key
            </Button>
          }
        >
          A key signs what you write and opens what others seal for you. Its certificate is what you give to others.
        </Empty>
      )}
      {keys.state === 'ready' && keys.value.length > 0 && (
        <ul class="stack">
          {keys.value.map((key) => (
            <li key={key.fingerprint}>
              <KeyCard ownKey={key} several={keys.value.length > 1} onChange={keys.again} />
            </li>
          ))}
        </ul>
      )}
      {adding !== undefined && (
        <Dialog title={adding === 'make' ? 'Make a key' : 'Import a key'} onClose={close}>
          {adding === 'make' ? <MakeKey onDone={close} /> : <ImportKey onDone={close} />}
        </Dialog>
      )}
    </section>
  );
}
