import { MessageCircleMore, UserRoundPlus } from 'lucide';
import { useRef } from 'preact/hooks';
import { Status, type Tone } from '../../../components/status';
import type { TalkPeer } from '../../core/webchat';
import { ForeignText } from '../shared/foreign-text';
import { PressButton } from '../shared/press-button';
import type { Box } from './box';
import type { Shown } from './box-state';
import { nameOf } from './box-words';
import { BoxProblem } from './problem';

const DECIDED: Readonly<Record<TalkPeer['decision'], { readonly words: string; readonly tone: Tone }>> = {
  verified: { words: 'Verified', tone: 'verified' },
  'in-use': { words: 'In use, not verified', tone: 'neutral' },
  refused: { words: 'Not this certificate', tone: 'stop' },
  later: { words: 'Waiting for your decision', tone: 'attention' },
  unknown: { words: 'Waiting for your decision', tone: 'attention' },
};

/** Who reads what is written here: a certificate in use, or an offer to whoever reads this chat. */
export function PeoplePanel({ box, shown }: { readonly box: Box; readonly shown: Shown }) {
  const panel = useRef<HTMLElement>(null);
  const { view, busy } = shown;
  return (
    <section ref={panel} class="box-panel box-people" aria-label="Who reads what you write here">
      <p class="box-question">
        Who reads what you write in{' '}
        <ForeignText text={view.place.title === '' ? 'this chat' : view.place.title} length={60} />?
      </p>
      {view.choices.length > 0 && (
        <ul class="box-choices">
          {view.choices.map((choice) => (
            <li
              key={choice.fingerprint}
              class="box-choice"
              data-testid="box-person"
              data-fingerprint={choice.fingerprint}
            >
              <span class="box-choice-words">
                <bdi class="box-choice-name">{nameOf(choice)}</bdi>
                {choice.email !== undefined && choice.email !== choice.name && (
                  <span class="soft small">
                    <ForeignText text={choice.email} length={80} />
                  </span>
                )}
                <span class="small">
                  <Status tone={DECIDED[choice.decision].tone}>{DECIDED[choice.decision].words}</Status>
                </span>
              </span>
              <PressButton
                id="box-choice"
                weight="signs"
                context={panel}
                blocked={busy}
                label={`Choose ${nameOf(choice)}`}
                onPress={() => void box.choose(choice.fingerprint)}
              >
                Choose
              </PressButton>
            </li>
          ))}
        </ul>
      )}
      <div class="box-begin">
        <p class="soft">
          {view.choices.length > 0 ? 'Somebody else? ' : ''}Offer a sealed conversation: your certificate goes into this
          chat, where all who read it see it.
        </p>
        <span class="row">
          <PressButton
            id="box-begin"
            kind={view.choices.length > 0 ? 'plain' : 'main'}
            weight="signs"
            context={panel}
            icon={MessageCircleMore}
            busy={busy}
            blocked={view.blocked !== undefined}
            onPress={() => void box.act('begin')}
          >
            Begin here
          </PressButton>
          <PressButton
            id="box-contacts"
            weight="free"
            kind="quiet"
            icon={UserRoundPlus}
            onPress={() => void box.openWindow('contacts')}
          >
            Add a certificate
          </PressButton>
        </span>
      </div>
      <BoxProblem code={shown.problem} />
    </section>
  );
}
