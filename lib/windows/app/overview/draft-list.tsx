import { ExternalLink, FilePen, Trash2 } from 'lucide';
import { useState } from 'preact/hooks';
import { Button } from '../../../../components/button';
import { Dialog } from '../../../../components/dialog';
import { Empty, Waiting } from '../../../../components/empty';
import { Icon } from '../../../../components/icon';
import type { DraftSummary } from '../../../bus/views';
import { parseOrigin } from '../../../core/parse';
import { usePorts } from '../../ports';
import { Problem } from '../../problem';
import { useAct } from '../../use-act';
import { useAsk } from '../../use-ask';
import { hostOf, momentWords } from '../../words';

/** Messages that were begun and not sent: sealed on this computer, continued in the webmail. */
export function DraftList() {
  const { call } = usePorts();
  const drafts = useAsk(() => call('drafts.list'), ['drafts']);
  if (drafts.state === 'loading') return <Waiting lines={2} />;
  if (drafts.state === 'failed') return <Problem code={drafts.code} again={drafts.again} />;
  if (drafts.value.length === 0) {
    return (
      <Empty icon={FilePen} title="Everything was sent">
        A message that you begin and do not send is kept here, sealed, even if the browser closes.
      </Empty>
    );
  }
  return (
    <ul class="lines">
      {drafts.value.map((draft) => (
        <DraftRow key={draft.id} draft={draft} onChange={drafts.again} />
      ))}
    </ul>
  );
}

function DraftRow({ draft, onChange }: { readonly draft: DraftSummary; readonly onChange: () => void }) {
  const { call } = usePorts();
  const [deleting, setDeleting] = useState(false);
  const act = useAct();
  const to = draft.to.length === 0 ? 'Nobody yet' : draft.to.join(', ');
  const address = webAddress(draft.origin);
  return (
    <li class="line">
      <div class="line-words">
        <p class="clip">
          <strong>
            <bdi>{draft.subject === '' ? 'Without a subject' : draft.subject}</bdi>
          </strong>
        </p>
        <p class="soft clip">
          <bdi>{to}</bdi>, {momentWords(draft.changedAt)}
        </p>
      </div>
      <div class="row">
        {address !== undefined && (
          <a class="button button-plain" href={address} target="_blank" rel="noreferrer noopener">
            <Icon icon={ExternalLink} />
            Continue on {hostOf(draft.origin)}
          </a>
        )}
        <Button kind="quiet" iconOnly icon={Trash2} onClick={() => setDeleting(true)}>
          Delete this draft
        </Button>
      </div>
      {deleting && (
        <Dialog title="Delete this draft" onClose={() => setDeleting(false)}>
          <div class="stack">
            <p>What you wrote here is deleted for ever.</p>
            <Problem code={act.code} />
            <div class="row">
              <Button onClick={() => setDeleting(false)}>Keep this draft</Button>
              <Button
                kind="danger"
                icon={Trash2}
                busy={act.busy}
                onClick={() => act.run(() => call('drafts.delete', { id: draft.id }).then(onChange))}
              >
                Delete this draft
              </Button>
            </div>
          </div>
        </Dialog>
      )}
    </li>
  );
}

/** Only http and https become a link: what a page once named must not become `javascript:`. */
function webAddress(origin: string): string | undefined {
  try {
    return parseOrigin(origin);
  } catch {
    return undefined;
  }
}
