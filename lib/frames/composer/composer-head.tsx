import { useContext } from 'preact/hooks';
import { ForeignText } from '../shared/foreign-text';
import { GuardContext } from '../shared/guard';
import { Mark } from '../shared/mark';
import { PressButton } from '../shared/press-button';
import type { Composer } from './composer';
import type { Writing } from './composer-state';

/** Our mark, the person's own phrase, which no page can know, and the ways out. */
export function ComposerHead({ composer, writing }: { composer: Composer; writing: Writing }) {
  const { trusts } = useContext(GuardContext);
  const { draft, phrase, shown } = writing;
  const blocked = writing.sending !== undefined;
  const missing = (['cc', 'bcc'] as const).filter((field) => !shown[field]);
  return (
    <header class="frame-head">
      <Mark />
      <strong class="frame-grow clip">
        Sealed message
        {phrase !== '' && (
          <span class="composer-phrase" data-testid="composer-phrase" title="Your own phrase: no page can know it">
            <ForeignText text={phrase} length={60} />
          </span>
        )}
      </strong>
      {draft.from !== undefined && (
        <span class="soft clip">
          from <ForeignText text={draft.from} length={60} />
        </span>
      )}
      {missing.map((field) => (
        <button
          key={field}
          type="button"
          class="button button-quiet"
          data-testid={`composer-show-${field}`}
          onClick={(event) => trusts(event) && composer.show(field)}
        >
          {field === 'cc' ? 'Add Cc' : 'Add Bcc'}
        </button>
      ))}
      <PressButton
        id="composer-without"
        kind="quiet"
        blocked={blocked}
        expanded={writing.leaving}
        onPress={() => composer.askWithout(!writing.leaving)}
      >
        Write without Sotto
      </PressButton>
      <PressButton id="composer-close" kind="quiet" blocked={blocked} onPress={() => void composer.close()}>
        Keep draft and close
      </PressButton>
    </header>
  );
}
