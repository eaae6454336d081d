import { CircleStop, FileKey } from 'lucide';
import { useRef } from 'preact/hooks';
import { PressButton } from '../shared/press-button';
import type { Box } from './box';
import type { Shown } from './box-state';
import { firstOf } from './box-words';
import { BoxProblem } from './problem';

/** The channel's digits, compared by voice. The decision itself is made in the certificate window. */
export function DigitsPanel({ box, shown }: { readonly box: Box; readonly shown: Shown }) {
  const panel = useRef<HTMLElement>(null);
  const { peer, comparison } = shown.view;
  if (comparison === undefined || peer === undefined) return null;
  const first = firstOf(peer);
  return (
    <section ref={panel} class="box-panel box-digits" aria-label={`Compare with ${first}`}>
      <p>
        Call <bdi>{first}</bdi> on a number you knew before, or meet. All twelve digits must be the same on both
        screens.
      </p>
      <p class="box-twelve" data-testid="box-twelve" dir="ltr" aria-hidden="true">
        {comparison.split(' ').map((group, at) => (
          <span key={`${at} ${group}`}>{group}</span>
        ))}
      </p>
      <p class="visually-hidden">{[...comparison].map((one) => (one === ' ' ? ',' : one)).join(' ')}</p>
      <div class="row">
        <PressButton
          id="box-same"
          weight="free"
          icon={FileKey}
          onPress={() => void box.showCertificate(peer.fingerprint)}
        >
          The same: show certificate
        </PressButton>
        <PressButton
          id="box-differ"
          kind="quiet"
          weight="signs"
          context={panel}
          icon={CircleStop}
          blocked={shown.busy}
          onPress={() => void box.act('end')}
        >
          They differ: end it
        </PressButton>
      </div>
      <BoxProblem code={shown.problem} />
    </section>
  );
}
