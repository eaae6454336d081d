import { EllipsisVertical, VenetianMask, X } from 'lucide';
import { Mark } from '../../../components/mark';
import { Status } from '../../../components/status';
import { ForeignText } from '../shared/foreign-text';
import { PressButton } from '../shared/press-button';
import type { Box } from './box';
import type { Shown } from './box-state';
import { boxStatus, isSealed, WAY_WORDS } from './box-words';

/** Our mark, the status in words, the person's own phrase, which no page can know, and what else can be done. */
export function BoxHead({ box, shown }: { readonly box: Box; readonly shown: Shown }) {
  const { view, panel } = shown;
  const { tone, words, isWithoutTrace } = boxStatus(view);
  // How it is sealed is said behind what is sealed, and behind nothing else.
  const way = isSealed(view) && isWithoutTrace !== true && view.way !== 'none' ? WAY_WORDS[view.way] : undefined;
  const isOpen = panel !== undefined;
  return (
    <header class={`box-head box-head-${tone}`}>
      <Mark size={16} />
      <span class="visually-hidden">Sotto: </span>
      <span class="box-status" data-testid="box-status" title={way === undefined ? words : `${words}, ${way}`}>
        <Status tone={tone} live {...(isWithoutTrace === true ? { icon: VenetianMask } : {})}>
          <bdi>{words}</bdi>
          {way !== undefined && <span class="box-way">, {way}</span>}
        </Status>
      </span>
      {view.phrase !== '' && (
        <span class="box-phrase" data-testid="box-phrase" title="Your own phrase: no page can know it">
          <ForeignText text={view.phrase} length={60} />
        </span>
      )}
      {view.phase === 'unlocked' && view.picking === undefined && (
        <PressButton
          weight="free"
          id="box-menu"
          kind="quiet"
          iconOnly
          icon={isOpen ? X : EllipsisVertical}
          expanded={isOpen}
          onPress={() => box.show(isOpen ? undefined : 'menu')}
        >
          {isOpen ? 'Close' : 'What else can be done'}
        </PressButton>
      )}
    </header>
  );
}
