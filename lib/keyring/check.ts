import type { AutomaticCheck, Finding } from '../bus/views';
import type { CertificateView, Evidence } from '../core/certificate';
import { certifiedAddresses, validUserIds } from './view-addresses';

type Row = AutomaticCheck['findings'][number];
type Level = Row['level'];

const row = (level: Level, finding: Finding): Row => ({ level, finding });

/** What can be said of a certificate without a person: everything but whose it is. */
export function checkCertificate(
  view: CertificateView,
  evidence: readonly Evidence[],
  changes: number,
): AutomaticCheck {
  const findings = [
    ...soundness(view),
    ...addressFindings(view, evidence),
    signerFinding(view),
    ...(changes > 0 ? [row('attention', 'certificate-changed')] : []),
  ];
  const has = (level: Level) => findings.some((one) => one.level === level);
  const outcome = has('stop') ? 'stop' : has('attention') ? 'attention' : 'pass';
  return { outcome, findings };
}

function soundness({ health, ...view }: CertificateView): readonly Row[] {
  if (health === 'damaged') return [row('stop', 'damaged')];
  const named = validUserIds({ health, ...view }).length > 0;
  return [
    named && health !== 'no-user-id' ? row('pass', 'self-signatures-valid') : row('stop', 'no-user-id'),
    ...(health === 'revoked' ? [row('stop', 'revoked')] : []),
    health === 'expired' ? row('stop', 'expired') : row('pass', 'not-expired'),
    health === 'weak' ? row('stop', 'weak-algorithm') : row('pass', 'strong-algorithm'),
    health === 'no-encryption' ? row('stop', 'cannot-encrypt') : row('pass', 'can-encrypt'),
  ];
}

/** Only mail names an address to hold the certificate against; otherwise it must at least certify one. */
function addressFindings(view: CertificateView, evidence: readonly Evidence[]): readonly Row[] {
  const certified = certifiedAddresses(view);
  const senders = evidence.flatMap(({ from }) => from ?? []);
  const missing = certified.length === 0 || senders.some((sender) => !certified.includes(sender));
  return [missing ? row('attention', 'address-missing') : row('pass', 'address-matches')];
}

/** Most certificates are signed by nobody one knows: worth a line in the details, not a warning at each new one. */
function signerFinding({ certifications }: CertificateView): Row {
  const vouched = certifications.some(
    ({ state, signerDecision }) => state === 'verified' && (signerDecision === 'verified' || signerDecision === 'me'),
  );
  return row('pass', vouched ? 'signed-by-verified' : 'signed-by-nobody-known');
}
