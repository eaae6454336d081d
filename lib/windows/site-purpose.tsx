import { Choice, type Option } from '../../components/choice';
import type { Origin } from '../core/brand';
import type { SitePurpose } from '../core/site-state';
import type { SiteMode, SiteUse } from '../core/webchat';
import { usePorts } from './ports';
import { Problem } from './problem';
import { useAct } from './use-act';

const USES: readonly Option<SiteUse>[] = [
  { value: 'mail', words: 'Mail', hint: 'Seals and opens mail in this webmail.' },
  { value: 'chat', words: 'Chat', hint: 'Seals what you write to one person, and opens what comes.' },
  {
    value: 'call',
    words: 'Calls',
    hint: 'Seals voice, picture and data of calls in this page, with people you have a channel with.',
  },
];

const MODES: readonly Option<SiteMode>[] = [
  {
    value: 'sealed',
    words: 'Sealed',
    hint: 'You write in a box of Sotto. The page sees, sends and stores only sealed text.',
  },
  {
    value: 'convenience',
    words: 'Convenience',
    hint: 'You write in the page’s own box. The page can read all of it, and could pass it on; what it sends is sealed. Only in XMPP chats: elsewhere it stays sealed.',
  },
];

/** In a line: what a site is used for, and what its page can read. */
export function purposeWords({ use, mode }: SitePurpose): string {
  if (use !== 'chat') return use === 'mail' ? 'Mail' : 'Calls';
  return mode === 'sealed' ? 'Chat, sealed' : 'Chat, convenience: the page can read it';
}

type UseChoiceProps = { readonly use: SiteUse; readonly onChange: (use: SiteUse) => void };

/** What a page is to the person, before or after it is allowed. */
export const UseChoice = ({ use, onChange }: UseChoiceProps) => (
  <Choice label="Use Sotto here for" options={USES} value={use} onChange={onChange} />
);

type PurposeChoiceProps = SitePurpose & { readonly origin: Origin; readonly onChange: () => void };

/** What a site that is allowed is used for, and how; what the page can read is said beside each way. */
export function PurposeChoice({ origin, use, mode, onChange }: PurposeChoiceProps) {
  const { call } = usePorts();
  const act = useAct();
  const set = (next: Partial<SitePurpose>) =>
    act.run(() => call('sites.setUse', { origin, use, mode, ...next }).then(onChange));
  return (
    <div class="stack">
      <UseChoice use={use} onChange={(next) => set({ use: next })} />
      {use === 'chat' && (
        <Choice label="What the page can read" options={MODES} value={mode} onChange={(next) => set({ mode: next })} />
      )}
      <Problem code={act.code} />
    </div>
  );
}
