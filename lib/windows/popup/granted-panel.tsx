import { Lock, RotateCw } from 'lucide';
import { Button } from '../../../components/button';
import { Disclosure } from '../../../components/disclosure';
import { Status } from '../../../components/status';
import type { TabState } from '../../core/site-state';
import type { VaultState } from '../../core/vault-state';
import type { SiteMode, SiteUse } from '../../core/webchat';
import { usePorts } from '../ports';
import { Problem } from '../problem';
import { PurposeChoice, purposeWords } from '../site-purpose';
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
      <Disclosure words={`Used for: ${purposeWords(state)}`}>
        <PurposeChoice origin={state.origin} uses={state.uses} mode={state.mode} onChange={onChange} />
      </Disclosure>
      <div>
        <Button kind="quiet" busy={act.busy} onClick={revoke}>
          Stop using Sotto on this site
        </Button>
      </div>
      <Problem code={act.code} />
    </>
  );
}

/** Nothing of ours runs in this page yet. */
const NOT_FOUND: Readonly<Record<SiteUse, { readonly words: string; readonly more: string }>> = {
  mail: {
    words: 'Sotto is allowed here, and has not found a webmail on this page.',
    more: 'Open your mailbox. If you see it already, reload the page. If it is a chat or a call, say so below.',
  },
  chat: {
    words: 'Sotto is allowed here, and has not found a chat on this page.',
    more: 'Open a conversation. If you see it already, reload the page.',
  },
  call: {
    words: 'Sotto is allowed here, and does not see this page yet.',
    more: 'Reload the page before you call: a call that began earlier cannot be sealed.',
  },
};

function GrantedWords({ state, vault }: { readonly state: Granted; readonly vault: VaultState }) {
  const [use = 'mail'] = state.uses;
  if (state.site === undefined) {
    return (
      <>
        <Status tone="quiet" icon={RotateCw} live>
          {NOT_FOUND[use].words}
        </Status>
        <p class="soft">{NOT_FOUND[use].more}</p>
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
  if (use === 'chat') {
    return (
      <>
        <ReadyInChat mode={state.mode} />
        {state.uses.includes('call') && <p class="soft">{callsToo(state.seesCalls === true)}</p>}
      </>
    );
  }
  if (use === 'call') {
    return (
      <Status tone="neutral" live>
        Sotto sees the calls of this page.
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

const callsToo = (seesThem: boolean): string =>
  seesThem
    ? 'Sotto sees the calls of this page, too.'
    : 'Reload the page before you call: Sotto does not see its calls yet.';

const ReadyInChat = ({ mode }: { readonly mode: SiteMode }) =>
  mode === 'sealed' ? (
    <>
      <Status tone="neutral" live>
        Ready in this chat.
      </Status>
      <p class="soft">Write in the box with the thin teal edge and your own phrase: the page sees only sealed text.</p>
    </>
  ) : (
    <>
      <Status tone="attention" live>
        Ready in this chat, where the page can read what you write.
      </Status>
      <p class="soft">What it sends is sealed, where your contact’s certificate is in use.</p>
    </>
  );

/** A site file's name as people know it; a page without one of ours is a page. */
const siteName = (site: string): string =>
  site === 'chat'
    ? 'this chat'
    : site === 'call' || site === '' || site === 'generic'
      ? 'this page'
      : site.charAt(0).toUpperCase() + site.slice(1);
