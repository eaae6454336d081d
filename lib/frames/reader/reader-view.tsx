import { FileKey } from 'lucide';
import { useLayoutEffect } from 'preact/hooks';
import { Icon } from '../../../components/icon';
import { Mark } from '../../../components/mark';
import { Notice } from '../../../components/notice';
import { Status, type Tone } from '../../../components/status';
import { sentenceFor } from '../../core/errors';
import { ForeignText } from '../shared/foreign-text';
import { PressButton } from '../shared/press-button';
import { FailureCard, LockedCard } from '../shared/quiet-cards';
import { useStore } from '../shared/store';
import { UnseenNotice } from '../shared/unseen';
import { MessageView } from './message-view';
import { markPainted } from './painted';
import './reader.css';
import type { Reader, ReaderState } from './reader';

/** The reader frame, in whatever step it is. */
export function ReaderFrame({ reader }: { reader: Reader }) {
  const state = useStore(reader.state);
  // At once, not after the first painting: the person waits for the message.
  useLayoutEffect(() => {
    reader.open().catch(() => undefined);
  }, [reader]);
  useLayoutEffect(() => {
    if (state.step === 'message') markPainted();
  }, [state.step]);
  return (
    <div class="reader" data-testid="reader" data-step={state.step}>
      <UnseenNotice>
        <Step reader={reader} state={state} />
      </UnseenNotice>
    </div>
  );
}

function Step({ reader, state }: { reader: Reader; state: ReaderState }) {
  switch (state.step) {
    case 'opening':
      return (
        <div class="reader-opening" role="status">
          <Status tone="quiet">Opening</Status>
        </div>
      );
    case 'locked':
      return <LockedCard id="reader-unlock" words="Your keys are locked." onUnlock={() => void reader.unlock()} />;
    case 'failed':
      return <FailureCard id="reader-failure" code={state.code} onRetry={() => void reader.open()} />;
    case 'message':
      return <MessageView reader={reader} reading={state.reading} problem={state.problem} />;
    case 'certificate':
      return <CertificateOffer reader={reader} state={state} />;
  }
}

type OfferState = Extract<ReaderState, { step: 'certificate' }>;

const DECIDED: Record<OfferState['offer']['decision'], { readonly words: string; readonly tone: Tone } | undefined> = {
  verified: { words: 'You verified this certificate.', tone: 'verified' },
  'in-use': { words: 'This certificate is in use, not verified.', tone: 'neutral' },
  refused: { words: 'You refused this certificate.', tone: 'stop' },
  later: { words: 'You have not decided about this certificate.', tone: 'attention' },
  mine: { words: 'This certificate is your own.', tone: 'neutral' },
  unknown: undefined,
};

/** A certificate that came with a mail or page: offered, never taken silently. */
function CertificateOffer({ reader, state }: { reader: Reader; state: OfferState }) {
  const { name, email, decision } = state.offer;
  const decided = DECIDED[decision];
  return (
    <div class="frame-card" data-testid="reader-offer">
      <Mark size={16} />
      <Icon icon={FileKey} size={20} />
      <div class="frame-card-words">
        <p>
          This mail brings a certificate:{' '}
          <strong>
            <ForeignText text={name === '' ? 'no name' : name} length={80} />
          </strong>
          {email !== undefined && (
            <>
              {' '}
              <bdi>
                &lt;
                <ForeignText text={email} length={120} />
                &gt;
              </bdi>
            </>
          )}
        </p>
        {decided !== undefined && <Status tone={decided.tone}>{decided.words}</Status>}
        {state.problem !== undefined && <Notice tone="stop">{sentenceFor(state.problem)}</Notice>}
      </div>
      <PressButton id="reader-certificate" onPress={() => void reader.lookAtOffer()}>
        Look at certificate
      </PressButton>
    </div>
  );
}
