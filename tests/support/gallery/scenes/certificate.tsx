import '../../../../lib/windows/windows.css';
import type { CertificateReport } from '../../../../lib/bus/views';
import { AppError } from '../../../../lib/core/errors';
import { CertificateWindow } from '../../../../lib/windows/certificate/certificate-window';
import { PortsProvider } from '../../../../lib/windows/ports';
import { createFakePorts } from '../../windows/fake-ports';
import { ANNA, certificateOf, changedReport, contactOf, NEW_KIND, print, reportOf } from '../../windows/people';
import type { Scene } from '../scene';

const certificate = (
  id: string,
  report: () => CertificateReport | Promise<CertificateReport>,
  press: readonly string[] = [],
): Scene => ({
  id: `certificate-${id}`,
  width: 520,
  height: 640,
  narrow: true,
  press,
  draw: () => (
    <PortsProvider
      value={createFakePorts({
        'contacts.report': report,
        'contacts.decide': ({ decision }) => ({ ...contactOf(ANNA), decision }),
      })}
    >
      <CertificateWindow hash={`#${ANNA.fingerprint}`} />
    </PortsProvider>
  ),
});

const expired = certificateOf('Eva Holm', 'eva@example.org', {
  fingerprint: print('0123456789abcdef0123'),
  expires: Date.UTC(2026, 2, 1),
  health: 'expired',
});

const longNamed = certificateOf(
  'Maximiliane Theodora von und zu Hohenstein-Wittgenstein-Berleburg-Ludwigsburg',
  'maximiliane.theodora.von.und.zu.hohenstein.wittgenstein@a-very-long-department.university.example.org',
);

const plain = () => reportOf(contactOf(ANNA));

export const SCENES: readonly Scene[] = [
  certificate('new', plain),
  certificate('changed', changedReport),
  certificate('verified', () => reportOf(contactOf(ANNA, { decision: 'verified' }))),
  certificate('new-kind', () => reportOf(contactOf(NEW_KIND, { decision: 'in-use' }))),
  certificate('expired', () =>
    reportOf(contactOf(expired), {
      check: {
        outcome: 'stop',
        findings: [
          { level: 'stop', finding: 'expired' },
          { level: 'attention', finding: 'signed-by-nobody-known' },
        ],
      },
    }),
  ),
  certificate('long-name', () => reportOf(contactOf(longNamed))),
  certificate('compare', plain, ['Verified: I compared it']),
  certificate('compare-new-kind', () => reportOf(contactOf(NEW_KIND)), ['Verified: I compared it']),
  certificate('details', plain, ['Show all details']),
  certificate('yours', plain, ['Show all details', 'Yours']),
  certificate('saved', plain, ['Use for now']),
  certificate('loading', () => new Promise<CertificateReport>(() => undefined)),
  certificate('failed', () => Promise.reject(new AppError('contact/unknown'))),
];
