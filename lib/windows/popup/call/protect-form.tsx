import { Shield, UserPlus } from 'lucide';
import { useState } from 'preact/hooks';
import { Button } from '../../../../components/button';
import { Check } from '../../../../components/choice';
import { Disclosure } from '../../../../components/disclosure';
import { groupsOf } from '../../../../components/fingerprint';
import { TextField } from '../../../../components/text-field';
import { CALL_LIMITS, type PageCallView } from '../../../core/calls';
import type { ConversationId } from '../../../core/chat';
import { sentenceFor } from '../../../core/errors';
import { usePorts } from '../../ports';
import { Problem } from '../../problem';
import { useAct } from '../../use-act';
import { DECISION_WORDS } from '../../words';
import { peerName } from './member-words';

type ProtectFormProps = { readonly tabId: number; readonly view: PageCallView; readonly onChange: () => void };

/** With whom this call is sealed, or who else is asked in: people with an open channel. */
export function ProtectForm({ tabId, view, onChange }: ProtectFormProps) {
  const inside = view.members.filter(({ state }) => state !== 'left');
  // Who was asked, or lost their keys, can be asked again.
  const there = new Set(inside.filter(({ state }) => state === 'in').map(({ peer }) => peer.fingerprint));
  const choices = view.choices.filter(({ fingerprint }) => !there.has(fingerprint));
  const room = CALL_LIMITS.members - 1 - inside.length;
  if (view.call === undefined) {
    return <Choices tabId={tabId} origin={view.origin} choices={choices} room={room} isFirst onChange={onChange} />;
  }
  // Only who began it, who has place 0, gives out places.
  if (choices.length === 0 || view.members.some(({ place }) => place === 0)) return null;
  return (
    <Disclosure words="Ask more people in">
      <Choices tabId={tabId} origin={view.origin} choices={choices} room={room} isFirst={false} onChange={onChange} />
    </Disclosure>
  );
}

/** More than so many, and one looks for a name. */
const MANY = 6;

type ChoicesProps = {
  readonly tabId: number;
  readonly origin: PageCallView['origin'];
  readonly choices: PageCallView['choices'];
  readonly room: number;
  /** Nothing is protected yet. */
  readonly isFirst: boolean;
  readonly onChange: () => void;
};

function Choices({ tabId, origin, choices, room, isFirst, onChange }: ChoicesProps) {
  const { call } = usePorts();
  const act = useAct();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<ConversationId>>(new Set());
  if (choices.length === 0) return <NoChoice />;
  const wanted = query.trim().toLowerCase();
  const found = choices.filter((one) => chosen.has(one.conversation) || one.name.toLowerCase().includes(wanted));
  // Who lost their channel meanwhile is not asked.
  const asked = choices.filter(({ conversation }) => chosen.has(conversation)).map(({ conversation }) => conversation);
  const choose = (id: ConversationId, isChosen: boolean) => {
    const next = new Set(chosen);
    if (isChosen) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  const protect = () =>
    act.run(async () => {
      await call('pageCall.protect', { tabId, origin, conversations: asked });
      setChosen(new Set());
      onChange();
    });
  return (
    <fieldset class="choice call-choices">
      <legend>{isFirst ? 'Protect this call with' : 'Ask into the protected call'}</legend>
      {choices.length > MANY && (
        <TextField
          label="Search people"
          hideLabel
          kind="search"
          value={query}
          onInput={setQuery}
          placeholder="Search by name"
          maxLength={100}
        />
      )}
      <div class="call-choice-list">
        {found.map((one) => (
          <Check
            key={one.conversation}
            label={peerName(one)}
            hint={hintOf(one, choices)}
            checked={chosen.has(one.conversation)}
            disabled={act.busy}
            onChange={(isChosen) => choose(one.conversation, isChosen)}
          />
        ))}
        {found.length === 0 && <p class="soft">Nobody here matches. Try fewer letters.</p>}
      </div>
      {isFirst && (
        <p class="soft small">
          From then on nothing of this call goes out or is played that is not sealed. They confirm on their side.
        </p>
      )}
      {asked.length > room && <p class="small">{sentenceFor('callpage/full')}</p>}
      <Button
        kind={isFirst ? 'main' : 'plain'}
        icon={isFirst ? Shield : UserPlus}
        busy={act.busy}
        disabled={asked.length === 0 || asked.length > room}
        testId="page-call-protect"
        onClick={protect}
        wide
      >
        {isFirst ? 'Protect this call' : 'Ask them in'}
      </Button>
      <Problem code={act.code} />
    </fieldset>
  );
}

/** Two of one name are told apart by their whole fingerprints. */
function hintOf(
  { name, decision, fingerprint }: PageCallView['choices'][number],
  all: PageCallView['choices'],
): string {
  const sure = decision === 'unknown' ? 'Not decided about' : DECISION_WORDS[decision].words;
  const isTwice = all.filter((other) => other.name === name).length > 1;
  return isTwice ? `${sure}. ${groupsOf(fingerprint).join(' ')}` : sure;
}

function NoChoice() {
  const { call, closeWindow } = usePorts();
  const act = useAct();
  return (
    <div class="stack">
      <p>Everybody in a protected call needs an open channel with you. Begin a conversation first.</p>
      <div>
        <Button
          busy={act.busy}
          onClick={() => act.run(() => call('frame.openWindow', { window: 'chat' }).then(closeWindow))}
        >
          Begin a conversation
        </Button>
      </div>
      <Problem code={act.code} />
    </div>
  );
}
