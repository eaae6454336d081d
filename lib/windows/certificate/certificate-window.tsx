import { useEffect, useState } from 'preact/hooks';
import { Button } from '../../../components/button';
import { Waiting } from '../../../components/empty';
import { Mark } from '../../../components/mark';
import { Status } from '../../../components/status';
import type { CertificateReport } from '../../bus/views';
import type { Fingerprint } from '../../core/brand';
import type { Decision } from '../../core/certificate';
import { parseFingerprint } from '../../core/parse';
import { usePorts } from '../ports';
import { Problem } from '../problem';
import { useAct } from '../use-act';
import { useAsk } from '../use-ask';
import { DECISION_WORDS } from '../words';
import { BothSides } from './both-sides';
import './certificate.css';
import { Compare } from './compare';
import { Decisions } from './decisions';
import { Overview } from './overview';

/** The fingerprint that the address names, or `undefined` where it names none. */
export function fingerprintFromHash(hash: string): Fingerprint | undefined {
  try {
    return parseFingerprint(hash.replace(/^#/, ''));
  } catch {
    return undefined;
  }
}

/** A decision about one certificate. Escape closes and decides nothing. */
export function CertificateWindow({ hash = location.hash }: { readonly hash?: string }) {
  const { call, closeWindow } = usePorts();
  const fingerprint = fingerprintFromHash(hash);
  const report = useAsk(
    async () => (fingerprint === undefined ? undefined : call('contacts.report', { fingerprint })),
    ['contacts', 'keys', 'vault'],
    [fingerprint],
  );
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) closeWindow();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [closeWindow]);
  return (
    <main class="certificate">
      <header class="certificate-head brand">
        <Mark />
        Sotto certificate
      </header>
      {report.state === 'loading' && (
        <div class="certificate-body">
          <Waiting lines={6} />
        </div>
      )}
      {report.state === 'failed' && (
        <div class="certificate-body">
          <Problem code={report.code} again={report.again} />
        </div>
      )}
      {report.state === 'ready' &&
        (report.value === undefined ? (
          <div class="certificate-body">
            <Problem code="contact/unknown" />
          </div>
        ) : (
          <Deciding report={report.value} onDecided={report.again} />
        ))}
    </main>
  );
}

type DecidingProps = { readonly report: CertificateReport; readonly onDecided: () => void };

function Deciding({ report, onDecided }: DecidingProps) {
  const { call, closeWindow } = usePorts();
  const [view, setView] = useState<'overview' | 'compare' | 'details'>('overview');
  const [decided, setDecided] = useState<Decision>();
  const act = useAct();
  const { fingerprint } = report.contact;
  const decide = (decision: Decision) =>
    act.run(async () => {
      await call('contacts.decide', { fingerprint, decision });
      setDecided(decision);
      setView('overview');
      onDecided();
      closeWindow();
    });

  if (view === 'details') return <BothSides report={report} onBack={() => setView('overview')} />;
  if (view === 'compare') {
    return (
      <>
        <Compare
          view={report.contact.view}
          mine={report.mine}
          busy={act.busy}
          onSame={() => decide('verified')}
          onDifferent={() => decide('refused')}
          onBack={() => setView('overview')}
        />
        <Problem code={act.code} />
      </>
    );
  }
  return (
    <>
      <Overview report={report} onDetails={() => setView('details')} />
      <footer class="certificate-foot">
        <Problem code={act.code} />
        <p class="visually-hidden" role="status">
          {decided === undefined ? '' : `Saved: ${DECISION_WORDS[decided].words}. You can close this window.`}
        </p>
        {decided === undefined ? (
          <Decisions
            current={report.contact.decision}
            unusable={report.check.outcome === 'stop'}
            busy={act.busy}
            onDecide={decide}
            onCompare={() => setView('compare')}
          />
        ) : (
          <div class="row">
            <Status tone={DECISION_WORDS[decided].tone}>Saved: {DECISION_WORDS[decided].words}.</Status>
            <Button onClick={closeWindow}>Close this window</Button>
          </div>
        )}
      </footer>
    </>
  );
}
