import { Lock, RotateCw } from 'lucide';
import { Button } from '../../../components/button';
import { Status } from '../../../components/status';
import type { TabState } from '../../core/site-state';
import type { VaultState } from '../../core/vault-state';
import { usePorts } from '../ports';
import { Problem } from '../problem';
import { useAct } from '../use-act';
import { hostOf } from '../words';

type Granted = Exclude<TabState, { readonly state: 'blocked' | 'not-granted' }>;

type GrantedPanelProps = {
  readonly state: Granted;
  readonly vault: VaultState;
  readonly onChange: () => void;
};

/** A site that was granted: whether Sotto knows its page, and the way to take the grant back. */
export function GrantedPanel({ state, vault, onChange }: GrantedPanelProps) {
  const { call } = usePorts();
  const act = useAct();
  const host = hostOf(state.origin);
  const revoke = () => act.run(() => call('sites.revoke', { origin: state.origin }).then(onChange));
  return (
    <>
      <h2 class="section-title wrap-anywhere">{host}</h2>
      <GrantedWords state={state} vault={vault} />
      <div>
        <Button kind="quiet" busy={act.busy} onClick={revoke}>
          Stop using Sotto on this site
        </Button>
      </div>
      <Problem code={act.code} />
    </>
  );
}

function GrantedWords({ state, vault }: { readonly state: Granted; readonly vault: VaultState }) {
  if (state.site === undefined) {
    return (
      <>
        <Status tone="quiet" icon={RotateCw} live>
          Sotto is allowed here, and has not found a webmail on this page.
        </Status>
        <p class="soft">Open your mailbox. If you see it already, reload the page.</p>
      </>
    );
  }
  if (state.state === 'locked' || vault.phase === 'locked') {
    return (
      <Status tone="quiet" icon={Lock} live>
        Sotto works in {siteName(state.site)}. Your keys are locked.
      </Status>
    );
  }
  return (
    <>
      <Status tone="neutral" live>
        Ready in {siteName(state.site)}.
      </Status>
      <p class="soft">Press “Write with Sotto” in the page to seal a mail. Sealed mail opens by itself.</p>
    </>
  );
}

/** A site file's name as people know it; a page without one of ours is a page. */
const siteName = (site: string): string =>
  site === '' || site === 'generic' ? 'this page' : site.charAt(0).toUpperCase() + site.slice(1);
