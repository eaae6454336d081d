import { FileBadge, Trash2 } from 'lucide';
import { useState } from 'preact/hooks';
import { Button } from '../../../../components/button';
import { Dialog } from '../../../../components/dialog';
import { Status } from '../../../../components/status';
import type { Contact } from '../../../bus/views';
import { usePorts } from '../../ports';
import { Problem } from '../../problem';
import { useAct } from '../../use-act';
import { DECISION_WORDS, ownerOf } from '../../words';

type ContactRowProps = { readonly contact: Contact; readonly onChange: () => void };

/** One certificate of somebody: who, how sure, and the way to look at it. */
export function ContactRow({ contact, onChange }: ContactRowProps) {
  const { call } = usePorts();
  const [removing, setRemoving] = useState(false);
  const act = useAct();
  const { name, email } = ownerOf(contact.view);
  const { words, tone } = DECISION_WORDS[contact.decision];
  const unusable = contact.view.health !== 'ok' && contact.decision !== 'refused';
  const { fingerprint } = contact;
  return (
    <div class="contact-row">
      <div class="contact-who">
        <p class="clip">
          <strong>
            <bdi>{name}</bdi>
          </strong>
        </p>
        <p class="soft clip">
          <bdi>{email ?? contact.addresses.join(', ')}</bdi>
        </p>
      </div>
      <div class="contact-state">
        <Status tone={unusable ? 'stop' : tone}>{unusable ? 'Cannot be used' : words}</Status>
      </div>
      <div class="row contact-actions">
        <Button
          icon={FileBadge}
          busy={act.busy}
          onClick={() => act.run(() => call('frame.openCertificate', { fingerprint }))}
        >
          Show certificate
        </Button>
        <Button kind="quiet" iconOnly icon={Trash2} onClick={() => setRemoving(true)}>
          {`Remove ${name}`}
        </Button>
      </div>
      {removing && (
        <Dialog title="Remove this contact" onClose={() => setRemoving(false)}>
          <div class="stack">
            <p>
              The certificate of <bdi>{name}</bdi> and your decision about it are deleted here. Mail can then not be
              sealed for it until you add it again.
            </p>
            <Problem code={act.code} />
            <div class="row">
              <Button onClick={() => setRemoving(false)}>Keep this contact</Button>
              <Button
                kind="danger"
                icon={Trash2}
                busy={act.busy}
                onClick={() => act.run(() => call('contacts.remove', { fingerprint }).then(onChange))}
              >
                Remove this contact
              </Button>
            </div>
          </div>
        </Dialog>
      )}
    </div>
  );
}
