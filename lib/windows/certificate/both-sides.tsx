import { ArrowLeft } from 'lucide';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../../../components/button';
import { Tabs } from '../../../components/tabs';
import type { CertificateReport } from '../../bus/views';
import { ownerOf } from '../words';
import { Details } from './details';
import { FindingList } from './findings';

/** All details of their certificate and, in the same form, of mine: what the other person looks at. */
export function BothSides({ report, onBack }: { readonly report: CertificateReport; readonly onBack: () => void }) {
  const [side, setSide] = useState<'theirs' | 'yours'>('theirs');
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const name = ownerOf(report.contact.view).first;
  return (
    <>
      <div class="certificate-body stack">
        <h1 ref={heading} tabIndex={-1} class="page-title">
          All details
        </h1>
        <Tabs
          label="Whose certificate"
          panel="side"
          selected={side}
          onSelect={setSide}
          tabs={[
            { id: 'theirs', words: `${name}’s certificate` },
            { id: 'yours', words: 'Yours' },
          ]}
        />
        <div id="side" role="tabpanel" aria-labelledby={`side-${side}`}>
          {side === 'theirs' ? <Theirs report={report} /> : <Yours report={report} name={name} />}
        </div>
      </div>
      <footer class="certificate-foot">
        <Button icon={ArrowLeft} onClick={onBack}>
          Back to the decision
        </Button>
      </footer>
    </>
  );
}

function Theirs({ report }: { readonly report: CertificateReport }) {
  return (
    <div class="stack details">
      <section class="stack">
        <h3>Automatic check</h3>
        <FindingList findings={report.check.findings} />
      </section>
      <Details view={report.contact.view} />
    </div>
  );
}

function Yours({ report, name }: { readonly report: CertificateReport; readonly name: string }) {
  if (report.mine === undefined) return <p class="soft">You have no key yet. Make one under Keys.</p>;
  return (
    <div class="stack">
      <p class="soft">
        This is what {name} sees of you. Have {name} compare it as well.
      </p>
      <Details view={report.mine} />
    </div>
  );
}
