import { ListTree, UserRound } from 'lucide';
import { Button } from '../../../components/button';
import { Disclosure } from '../../../components/disclosure';
import { Fingerprint } from '../../../components/fingerprint';
import { Icon } from '../../../components/icon';
import { Status } from '../../../components/status';
import type { CertificateReport } from '../../bus/views';
import { DECISION_WORDS, ownerOf } from '../words';
import { Change } from './change';
import { EvidenceList } from './evidence';
import { CheckWords } from './findings';

type OverviewProps = { readonly report: CertificateReport; readonly onDetails: () => void };

/** Who, what it means, what the machine found, where it came from, the number to compare. */
export function Overview({ report, onDetails }: OverviewProps) {
  const { contact, changes, check } = report;
  const { name, email, first } = ownerOf(contact.view);
  const decision = DECISION_WORDS[contact.decision];
  const asksToChat = contact.decision === 'later' && contact.evidence.some(({ source }) => source === 'relay');
  return (
    <div class="certificate-body stack">
      {changes.length > 0 && <Change changes={changes} now={contact.view} />}
      <header class="who">
        <Icon icon={UserRound} size={20} />
        <div class="who-words">
          <h1 class="page-title wrap-anywhere">
            <bdi>{name}</bdi>
          </h1>
          <p class="soft wrap-anywhere">
            <bdi>{email ?? 'No address'}</bdi>
          </p>
          <p>
            <Status tone={decision.tone}>{decision.words}</Status>
          </p>
        </div>
      </header>
      <p>
        With this certificate you seal mail for <bdi>{first}</bdi>, and check that mail comes from <bdi>{first}</bdi>.
        Anyone can make one in any name, so compare it once.
        {asksToChat && (
          <>
            {' '}
            <bdi>{first}</bdi> asks to chat with you: if you accept, the chat begins.
          </>
        )}
      </p>
      <section class="stack part">
        <h2>Automatic check</h2>
        <CheckWords check={check} />
      </section>
      <section class="stack part">
        <h2>Where it came from</h2>
        <EvidenceList evidence={contact.evidence} />
      </section>
      <section class="stack part">
        <h2>Fingerprint</h2>
        <Fingerprint value={contact.fingerprint} label={`Fingerprint of ${name}`} />
        <p>
          Call <bdi>{first}</bdi>, read these aloud group by group, and let <bdi>{first}</bdi> follow along. All groups
          must be the same.
        </p>
      </section>
      <ByHand />
      <div class="details-link">
        <Button kind="quiet" icon={ListTree} onClick={onDetails}>
          Show all details, theirs and yours
        </Button>
      </div>
    </div>
  );
}

/** Where a person who wants to can check without Sotto. */
function ByHand() {
  return (
    <Disclosure words="Check it by hand">
      <ul class="stack evidence">
        <li>On a visiting card or a web page of the owner that prints the fingerprint.</li>
        <li>In the directory of the owner’s firm, if it keeps one.</li>
        <li>
          On the key server keys.openpgp.org, by the address. It shows who controls the mailbox, not who the person is.
        </li>
        <li>
          With another program: save the certificate from the details and run{' '}
          <code class="mono">gpg --show-keys --with-fingerprint</code>.
        </li>
      </ul>
    </Disclosure>
  );
}
