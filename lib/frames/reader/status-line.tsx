import { FileLock, Lock, LockOpen } from 'lucide';
import { Mark } from '../../../components/mark';
import { Status } from '../../../components/status';
import type { Reading, SealedStatus } from '../../core/reading';
import { showForeign } from '../../core/show-foreign';
import { PressButton } from '../shared/press-button';
import { statusWords } from './status-words';

const SEAL_ICONS = { sealed: Lock, partial: FileLock, 'not-sealed': LockOpen } as const satisfies Record<
  SealedStatus,
  unknown
>;

type StatusLineProps = { readonly reading: Reading; readonly onLookAtCertificate: () => void };

/** Above everything else: whether it was sealed, who signed it, how sure that is. */
export function StatusLine({ reading, onLookAtCertificate }: StatusLineProps) {
  const { sealed, signature, from } = reading;
  const status = statusWords(sealed, signature, from, showForeign);
  return (
    <div class="reader-status">
      <div class="reader-status-row">
        <Mark size={16} />
        <span class="visually-hidden">Sotto: </span>
        <div
          class="reader-status-words"
          role="status"
          data-testid="reader-status"
          data-sealed={sealed}
          data-signature={signature.status}
        >
          <Status tone={status.seal.tone} icon={SEAL_ICONS[sealed]}>
            {status.seal.words}
          </Status>{' '}
          <Status
            tone={status.signature.tone === 'neutral' && signature.status === 'none' ? 'quiet' : status.signature.tone}
          >
            {status.signature.words}
          </Status>
        </div>
      </div>
      {status.advice !== undefined && <p class="soft">{status.advice}</p>}
      {status.askCertificate && (
        <PressButton id="reader-certificate" onPress={onLookAtCertificate}>
          Look at certificate
        </PressButton>
      )}
    </div>
  );
}
