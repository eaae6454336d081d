import { RefreshCw, ShieldCheck } from 'lucide';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../../../../../components/button';
import { Dialog } from '../../../../../components/dialog';
import { Notice } from '../../../../../components/notice';
import type { ConversationView } from '../../../../core/chat';
import { usePorts } from '../../../ports';
import { Problem } from '../../../problem';
import { useAct } from '../../../use-act';
import { firstOf } from '../words';
import './channel.css';

type CompareWordsProps = { readonly view: ConversationView; readonly onClose: () => void };

/** The channel's digits, compared by voice: the same on both screens, and nobody stands between the two. */
export function CompareWords({ view, onClose }: CompareWordsProps) {
  const [result, setResult] = useState<'same' | 'differ'>();
  // What the two read aloud: digits of a later session never take their place unseen.
  const [begun, setBegun] = useState(view.comparison);
  const first = firstOf(view);
  const { comparison } = view;
  const body = useRef<HTMLDivElement>(null);
  const canCompare = comparison !== undefined && view.status.channel === 'open';
  useFocusAfter();
  // After the dialog gave it to its first button: Enter, pressed too early, must decide nothing.
  useEffect(() => body.current?.focus(), [begun, result, canCompare]);
  return (
    <Dialog title={`Compare with ${first}`} onClose={onClose}>
      <div ref={body} tabIndex={-1} class="compare-body">
        {result !== undefined ? (
          <Result result={result} first={first} />
        ) : !canCompare ? (
          <Notice tone="waiting" title="The digits are not there yet" live="status">
            They are there when the channel is open. Send a message, wait for an answer of <bdi>{first}</bdi>, then look
            here again.
          </Notice>
        ) : begun !== comparison ? (
          <Notice
            tone="attention"
            title={begun === undefined ? 'The digits are there' : 'The digits are no longer the same'}
            live="alert"
            actions={
              <Button icon={RefreshCw} onClick={() => setBegun(comparison)}>
                {begun === undefined ? 'Show the digits' : 'Begin again with the new digits'}
              </Button>
            }
          >
            {begun === undefined
              ? 'The channel is open now.'
              : 'The channel was begun anew while this window was open, so nothing was marked. Compare from the beginning.'}
          </Notice>
        ) : (
          <Digits key={begun} view={view} digits={begun} first={first} onResult={setResult} />
        )}
      </div>
    </Dialog>
  );
}

type DigitsProps = {
  readonly view: ConversationView;
  readonly digits: string;
  readonly first: string;
  readonly onResult: (result: 'same' | 'differ') => void;
};

function Digits({ view, digits, first, onResult }: DigitsProps) {
  const { call, isByPerson } = usePorts();
  const act = useAct();
  const say = (event: MouseEvent, same: boolean) => {
    if (!isByPerson(event)) return;
    act.run(async () => {
      await call('chat.compared', { id: view.id, comparison: digits, same });
      onResult(same ? 'same' : 'differ');
    });
  };
  return (
    <div class="stack">
      <ol class="compare-steps">
        <li>
          Call <bdi>{first}</bdi> on a number you knew before, or meet. Not by chat.
        </li>
        <li>Both open this window. One reads the digits aloud, the other follows; then the other way round.</li>
        <li>All twelve must be the same.</li>
      </ol>
      <p class="card words-digits" data-testid="compare-digits" dir="ltr" aria-hidden="true">
        {digits.split(' ').map((group, place) => (
          <span key={`${place} ${group}`}>{group}</span>
        ))}
      </p>
      <p class="visually-hidden">{[...digits].map((one) => (one === ' ' ? ',' : one)).join(' ')}</p>
      <div class="row">
        <Button
          kind="main"
          icon={ShieldCheck}
          busy={act.busy}
          testId="compare-same"
          onClick={(event) => say(event, true)}
        >
          All digits are the same
        </Button>
        <Button kind="danger" disabled={act.busy} testId="compare-differ" onClick={(event) => say(event, false)}>
          They differ: stop this channel
        </Button>
      </div>
      <Problem code={act.code} />
    </div>
  );
}

const Result = ({ result, first }: { readonly result: 'same' | 'differ'; readonly first: string }) =>
  result === 'same' ? (
    <Notice tone="verified" title="Verified" live="status">
      The certificate of <bdi>{first}</bdi> is verified now, in mail and calls as well.
    </Notice>
  ) : (
    <Notice tone="stop" title="Stopped">
      Somebody may stand between you and <bdi>{first}</bdi>. Nothing more is sent. Compare your certificates in person
      before you begin again.
    </Notice>
  );

/** The button that opened this may be gone when it closes, as after a comparison: then the bar has the focus. */
function useFocusAfter(): void {
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (opener?.isConnected !== true) document.querySelector<HTMLElement>('[data-testid="channel-bar"]')?.focus();
    },
    [],
  );
}
