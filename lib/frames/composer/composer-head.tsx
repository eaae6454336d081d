import { X } from 'lucide';
import { Mark } from '../../../components/mark';
import { ForeignText } from '../shared/foreign-text';
import { PressButton } from '../shared/press-button';
import type { Composer } from './composer';
import type { Writing } from './composer-state';

/** Our mark, the person's own phrase, which no page can know, and the ways out. */
export function ComposerHead({ composer, writing }: { composer: Composer; writing: Writing }) {
  const { phrase } = writing;
  const blocked = writing.sending !== undefined;
  return (
    <header class="frame-head">
      <Mark size={16} />
      <strong>Sealed message</strong>
      {phrase !== '' && (
        <span class="composer-phrase" data-testid="composer-phrase" title="Your own phrase: no page can know it">
          <ForeignText text={phrase} length={60} />
        </span>
      )}
      <span class="composer-ways-out">
        <PressButton
          weight="free"
          id="composer-without"
          kind="quiet"
          blocked={blocked}
          expanded={writing.leaving}
          onPress={() => composer.askWithout(!writing.leaving)}
        >
          Write without Sotto
        </PressButton>
        <PressButton
          weight="free"
          id="composer-close"
          kind="quiet"
          icon={X}
          blocked={blocked}
          onPress={() => void composer.close()}
        >
          Keep draft and close
        </PressButton>
      </span>
    </header>
  );
}
