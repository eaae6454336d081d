import { Plus, Users } from 'lucide';
import { useMemo, useState } from 'preact/hooks';
import { Button } from '../../../../components/button';
import { Dialog } from '../../../../components/dialog';
import { Empty, Waiting } from '../../../../components/empty';
import { TextField } from '../../../../components/text-field';
import { VirtualList } from '../../../../components/virtual-list';
import type { Contact } from '../../../bus/views';
import { usePorts } from '../../ports';
import { Problem } from '../../problem';
import { useAsk } from '../../use-ask';
import { AddCertificate } from './add-certificate';
import { ContactRow } from './contact-row';
import { matching } from './search';

/** The certificates of others and what I decided about each. */
export function ContactsTab() {
  const { call } = usePorts();
  const contacts = useAsk(() => call('contacts.list'), ['contacts']);
  const [adding, setAdding] = useState(false);
  const close = () => {
    setAdding(false);
    contacts.again();
  };
  const add = (
    <Button kind="main" icon={Plus} onClick={() => setAdding(true)}>
      Add a certificate
    </Button>
  );
  return (
    <section class="stack tab-body">
      <header class="tab-head">
        <h1 class="page-title">Contacts</h1>
        {contacts.state === 'ready' && contacts.value.length > 0 && add}
      </header>
      {contacts.state === 'loading' && <Waiting lines={4} />}
      {contacts.state === 'failed' && <Problem code={contacts.code} again={contacts.again} />}
      {contacts.state === 'ready' && contacts.value.length === 0 && (
        <Empty icon={Users} title="No certificates yet" action={add}>
          To seal a mail for somebody you need their certificate. Ask for it, and add it here. Sotto also finds those
          that come by mail.
        </Empty>
      )}
      {contacts.state === 'ready' && contacts.value.length > 0 && (
        <ContactList contacts={contacts.value} onChange={contacts.again} />
      )}
      {adding && (
        <Dialog title="Add a certificate" onClose={close}>
          <AddCertificate onDone={close} />
        </Dialog>
      )}
    </section>
  );
}

function ContactList({ contacts, onChange }: { readonly contacts: readonly Contact[]; readonly onChange: () => void }) {
  const [query, setQuery] = useState('');
  const found = useMemo(() => matching(contacts, query), [contacts, query]);
  return (
    <>
      <TextField
        label="Search contacts"
        hideLabel
        kind="search"
        value={query}
        onInput={setQuery}
        placeholder="Search by name, address or fingerprint"
      />
      <p class="visually-hidden" role="status">
        {query === '' ? '' : `${found.length} found`}
      </p>
      {found.length === 0 ? (
        <p class="soft">Nobody here matches. Try fewer letters.</p>
      ) : (
        <VirtualList
          label="Contacts"
          items={found}
          rowHeight={64}
          keyOf={({ fingerprint }) => fingerprint}
          draw={(contact) => <ContactRow contact={contact} onChange={onChange} />}
        />
      )}
    </>
  );
}
