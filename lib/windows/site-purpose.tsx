import { Choice, type Option } from '../../components/choice';
import type { Origin } from '../core/brand';
import { type SitePurpose, type SiteUses, USE_SETS } from '../core/site-state';
import type { SiteMode } from '../core/webchat';
import { usePorts } from './ports';
import { Problem } from './problem';
import { useAct } from './use-act';

/** How a choice stands for uses: their names in one text. */
const nameOf = (uses: SiteUses): string => uses.join(' ');

const USES: readonly Option<string>[] = [
  { value: 'mail', words: 'Mail', hint: 'Seals and opens mail in this webmail.' },
  { value: 'chat', words: 'Chat', hint: 'Seals what you write to one person, and opens what comes.' },
  {
    value: 'call',
    words: 'Calls',
    hint: 'Seals voice, picture and data of calls in this page, with people you have a channel with.',
  },
  {
    value: 'chat call',
    words: 'Chat and calls',
    hint: 'For a page that has both: calls are sealed here, too, beside what is written.',
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
export function purposeWords({ uses, mode }: SitePurpose): string {
  const words = USES.find(({ value }) => value === nameOf(uses))?.words ?? '';
  if (!uses.includes('chat')) return words;
  return mode === 'sealed' ? `${words}, sealed` : `${words}, convenience: the page can read the chat`;
}

type UseChoiceProps = { readonly uses: SiteUses; readonly onChange: (uses: SiteUses) => void };

/** What a page is to the person, before or after it is allowed. */
export const UseChoice = ({ uses, onChange }: UseChoiceProps) => (
  <Choice
    label="Use Sotto here for"
    options={USES}
    value={nameOf(uses)}
    onChange={(name) => onChange(USE_SETS.find((set) => nameOf(set) === name) ?? uses)}
  />
);

type PurposeChoiceProps = SitePurpose & { readonly origin: Origin; readonly onChange: () => void };

/** What a site that is allowed is used for, and how; what the page can read is said beside each way. */
export function PurposeChoice({ origin, uses, mode, onChange }: PurposeChoiceProps) {
  const { call } = usePorts();
  const act = useAct();
  const set = (next: Partial<SitePurpose>) =>
    act.run(() => call('sites.setUse', { origin, uses, mode, ...next }).then(onChange));
  return (
    <div class="stack">
      <UseChoice uses={uses} onChange={(next) => set({ uses: next })} />
      {uses.includes('chat') && (
        <Choice label="What the page can read" options={MODES} value={mode} onChange={(next) => set({ mode: next })} />
      )}
      <Problem code={act.code} />
    </div>
  );
}
