import type { IconNode } from 'lucide';
import {
  BadgeCheck,
  CircleStop,
  Crosshair,
  FileKey,
  KeyRound,
  MessageCircleMore,
  RefreshCw,
  Upload,
  Users,
  VenetianMask,
} from 'lucide';
import { useEffect, useRef } from 'preact/hooks';
import { moveFocus } from '../../../components/roving';
import { showForeign } from '../../core/show-foreign';
import { PressButton } from '../shared/press-button';
import type { Box } from './box';
import type { Shown } from './box-state';
import { firstOf } from './box-words';
import { BoxProblem } from './problem';

type Item = { readonly id: string; readonly icon: IconNode; readonly words: string; readonly run: () => void };

/** What can be done beside writing, as far as it can be done now. */
function itemsFor(box: Box, { view }: Shown): readonly Item[] {
  const { peer, channel, place, noTrace, choices, blocked } = view;
  const act = (what: Parameters<Box['act']>[0]) => () => void box.act(what);
  const items: Item[] = [];
  const add = (when: boolean, id: string, icon: IconNode, words: string, run: () => void) => {
    if (when) items.push({ id, icon, words, run });
  };
  const first = firstOf(peer);
  const isAgreed = channel === 'open' || channel === 'other-half' || channel === 'their-decision';
  const talksWithoutTrace = noTrace !== undefined && noTrace.phase !== 'none' && noTrace.phase !== 'ended';
  const goes = blocked === undefined;
  add(view.comparison !== undefined, 'box-digits', BadgeCheck, `Compare twelve digits with ${first}`, () =>
    box.show('digits'),
  );
  add(peer !== undefined, 'box-certificate', FileKey, `Show the certificate of ${first}`, () => {
    if (peer !== undefined) void box.showCertificate(peer.fingerprint);
  });
  add(choices.length > 0 || peer !== undefined, 'box-people', Users, 'Choose who reads this', () => box.show('people'));
  add(
    goes && peer !== undefined && !talksWithoutTrace,
    'box-no-trace',
    VenetianMask,
    'Talk without trace',
    act('no-trace'),
  );
  add(goes && noTrace?.phase === 'private', 'box-secret', KeyRound, `Compare a secret with ${first}`, () =>
    box.show('secret'),
  );
  add(talksWithoutTrace, 'box-no-trace', VenetianMask, 'End what is without trace', act('no-trace-end'));
  add(
    goes,
    'box-begin',
    channel === 'none' ? MessageCircleMore : RefreshCw,
    channel === 'none' ? 'Offer a sealed conversation' : 'Begin the sealed conversation anew',
    act('begin'),
  );
  // The page says which account that is: a person sees whether it is theirs.
  const account = showForeign(place.account ?? '', 60);
  add(goes && view.published === false, 'box-publish', Upload, `Put my certificate at ${account}`, act('publish'));
  add(place.protocol === 'text', 'box-pick', Crosshair, 'Show Sotto the box and the messages', act('pick'));
  add(isAgreed, 'box-end', CircleStop, 'End the sealed conversation', act('end'));
  return items;
}

export function MenuPanel({ box, shown }: { readonly box: Box; readonly shown: Shown }) {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => panel.current?.querySelector<HTMLElement>('button')?.focus({ preventScroll: true }), []);
  return (
    <section
      ref={panel}
      class="box-panel box-menu"
      aria-label="What else can be done"
      onKeyDown={(event) => moveFocus(event, panel.current, 'button')}
    >
      {itemsFor(box, shown).map(({ id, icon, words, run }) => (
        <PressButton key={id} id={id} kind="quiet" icon={icon} blocked={shown.busy} onPress={run}>
          {words}
        </PressButton>
      ))}
      <BoxProblem code={shown.problem} />
    </section>
  );
}
