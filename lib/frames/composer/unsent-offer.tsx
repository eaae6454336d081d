import type { DraftSummary } from '../../bus/views';
import { dayWords } from '../../core/amounts';
import type { DraftId } from '../../core/brand';
import { ForeignText } from '../shared/foreign-text';
import { PressButton } from '../shared/press-button';

/** More than this is looked through in our own window. */
const SHOWN = 3;

type UnsentOfferProps = { readonly unsent: readonly DraftSummary[]; readonly onContinue: (id: DraftId) => void };

/** A message that was begun and never went out: nothing is lost, and nothing is taken up unasked. */
export function UnsentOffer({ unsent, onContinue }: UnsentOfferProps) {
  if (unsent.length === 0) return null;
  return (
    <section class="composer-unsent" aria-label="Unsent messages">
      <p>{unsent.length === 1 ? 'You have an unsent message.' : `You have ${unsent.length} unsent messages.`}</p>
      <ul>
        {unsent.slice(0, SHOWN).map(({ id, subject, to, changedAt }) => (
          <li key={id} class="row">
            <span class="frame-grow clip">
              <ForeignText text={subject === '' ? 'No subject' : subject} length={60} />{' '}
              <span class="soft">
                {to[0] !== undefined && (
                  <>
                    to <ForeignText text={to[0]} length={60} />,{' '}
                  </>
                )}
                {dayWords(changedAt)}
              </span>
            </span>
            <PressButton id="composer-continue" kind="quiet" onPress={() => onContinue(id)}>
              Continue
            </PressButton>
          </li>
        ))}
      </ul>
    </section>
  );
}
