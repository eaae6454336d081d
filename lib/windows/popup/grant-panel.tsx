import { Plus } from 'lucide';
import { useState } from 'preact/hooks';
import { Button } from '../../../components/button';
import { Status } from '../../../components/status';
import type { Origin } from '../../core/brand';
import type { SiteUses } from '../../core/site-state';
import { usePorts } from '../ports';
import { Problem } from '../problem';
import { UseChoice } from '../site-purpose';
import { useAct } from '../use-act';
import { hostOf } from '../words';

type GrantPanelProps = {
  readonly origin: Origin;
  readonly tabId: number | undefined;
  readonly onChange: () => void;
};

/** The one place where a site is granted: the browser then asks the person once more, in its own words. */
export function GrantPanel({ origin, tabId, onChange }: GrantPanelProps) {
  const { call, requestOrigin } = usePorts();
  const [declined, setDeclined] = useState(false);
  const [uses, setUses] = useState<SiteUses>(['mail']);
  const act = useAct();
  const host = hostOf(origin);

  const grant = () => {
    const tab = tabId === undefined ? {} : { tabId };
    // Chrome closes the popup while it asks: the background must know beforehand what to finish then.
    const expected =
      tabId === undefined ? Promise.resolve(undefined) : call('sites.expectGrant', { origin, tabId, uses });
    // Not awaited before: the browser accepts the question only inside the click.
    const answered = requestOrigin(origin);
    act.run(async () => {
      await expected.catch(() => undefined);
      const granted = await answered;
      setDeclined(!granted);
      if (!granted) return;
      await call('sites.grant', { origin, uses, ...tab });
      onChange();
    });
  };
  return (
    <>
      <h2 class="section-title wrap-anywhere">{host}</h2>
      <Status tone="quiet">Sotto does nothing on this site.</Status>
      <p>
        If this is your webmail, a chat or a page for calls, allow Sotto here. It then works on this site, until you
        take it back.
      </p>
      <UseChoice uses={uses} onChange={setUses} />
      <Button kind="main" icon={Plus} busy={act.busy} onClick={grant} wide>
        <span class="wrap-anywhere">Use Sotto on {host}</span>
      </Button>
      <p class="small soft" role="status">
        {declined ? 'The browser was told no. Nothing was changed.' : ''}
      </p>
      <Problem code={act.code} />
    </>
  );
}
