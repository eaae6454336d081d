import { usePorts } from '../../ports';
import { useAsk } from '../../use-ask';
import { SiteList } from '../granted/site-list';
import type { TabId } from '../routes';
import { DraftList } from './draft-list';
import { Protection } from './protection';

/** What protects me now, what is not sent yet, where Sotto works. */
export function MailTab({ go }: { readonly go: (tab: TabId) => void }) {
  const { call } = usePorts();
  const keys = useAsk(() => call('keys.list'), ['keys']);
  const contacts = useAsk(() => call('contacts.list'), ['contacts']);
  const sites = useAsk(() => call('sites.list'), ['sites']);
  return (
    <section class="stack tab-body tab-sections">
      <Protection keys={keys} contacts={contacts} sites={sites} go={go} />
      <section class="stack" id="drafts">
        <h2 class="section-title">Not sent yet</h2>
        <DraftList />
      </section>
      <section class="stack">
        <h2 class="section-title">Sites you allowed</h2>
        <SiteList />
      </section>
    </section>
  );
}
