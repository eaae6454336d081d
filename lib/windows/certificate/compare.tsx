import { ShieldCheck } from 'lucide';
import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../../../components/button';
import { Disclosure } from '../../../components/disclosure';
import { Fingerprint } from '../../../components/fingerprint';
import type { CertificateView } from '../../core/certificate';
import { ownerOf } from '../words';

type CompareProps = {
  readonly view: CertificateView;
  readonly mine: CertificateView | undefined;
  readonly busy: boolean;
  readonly onSame: () => void;
  readonly onBack: () => void;
  readonly onDifferent: () => void;
};

/** The comparison by voice: without this step nothing can be called verified. */
export function Compare({ view, mine, busy, onSame, onBack, onDifferent }: CompareProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const name = ownerOf(view).first;
  return (
    <>
      <div class="certificate-body stack">
        <h1 ref={heading} tabIndex={-1} class="page-title">
          Compare with <bdi>{name}</bdi>
        </h1>
        <ol class="steps">
          <li>
            Call <bdi>{name}</bdi> on a number you knew before, or meet. Do not ask by mail.
          </li>
          <li>
            Ask <bdi>{name}</bdi> to read out the fingerprint of their own certificate. In Sotto it stands under Keys.
          </li>
          <li>Follow along here. Every group must be the same.</li>
        </ol>
        <div class="card compare-number">
          <Fingerprint value={view.fingerprint} label={`Fingerprint of ${name}`} large />
        </div>
        {mine !== undefined && (
          <Disclosure words="Read mine to them">
            <p class="soft">So that {name} can verify you as well:</p>
            <Fingerprint value={mine.fingerprint} label="My fingerprint" large />
          </Disclosure>
        )}
      </div>
      <footer class="certificate-foot compare-foot">
        <Button kind="main" icon={ShieldCheck} busy={busy} onClick={onSame}>
          Every group is the same
        </Button>
        <Button kind="danger" disabled={busy} onClick={onDifferent}>
          A group differs: not this certificate
        </Button>
        <Button kind="quiet" disabled={busy} onClick={onBack}>
          Go back
        </Button>
      </footer>
    </>
  );
}
