import { Globe } from 'lucide';
import { Button } from '../../../../components/button';
import { Disclosure } from '../../../../components/disclosure';
import { Empty, Waiting } from '../../../../components/empty';
import type { SiteRow } from '../../../bus/views';
import { usePorts } from '../../ports';
import { Problem } from '../../problem';
import { PurposeChoice, purposeWords } from '../../site-purpose';
import { useAct } from '../../use-act';
import { useAsk } from '../../use-ask';
import { dayWords } from '../../words';

/** Every site that was granted, each with the way to take it back. */
export function SiteList() {
  const { call } = usePorts();
  const sites = useAsk(() => call('sites.list'), ['sites']);
  if (sites.state === 'loading') return <Waiting lines={1} />;
  if (sites.state === 'failed') return <Problem code={sites.code} again={sites.again} />;
  if (sites.value.length === 0) {
    return (
      <Empty icon={Globe} title="No site is allowed">
        Open your webmail or a chat, press the mark of Sotto in the toolbar, and choose “Use Sotto on …”.
      </Empty>
    );
  }
  return (
    <ul class="lines">
      {sites.value.map((site) => (
        <Site key={site.origin} site={site} onChange={sites.again} />
      ))}
    </ul>
  );
}

function Site({ site, onChange }: { readonly site: SiteRow; readonly onChange: () => void }) {
  const { call } = usePorts();
  const act = useAct();
  return (
    <li class="line">
      <div class="line-words">
        <p class="clip">
          <strong dir="ltr">{site.origin}</strong>
        </p>
        <p class="soft">Since {dayWords(site.grantedAt)}</p>
        <Disclosure words={`Used for: ${purposeWords(site)}`}>
          <PurposeChoice origin={site.origin} uses={site.uses} mode={site.mode} onChange={onChange} />
        </Disclosure>
        <Problem code={act.code} />
      </div>
      <Button
        busy={act.busy}
        onClick={() => act.run(() => call('sites.revoke', { origin: site.origin }).then(onChange))}
      >
        Stop on this site
      </Button>
    </li>
  );
}
