import { MessageSquare, Phone, Video } from 'lucide';
import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../../../../components/button';
import { Notice } from '../../../../components/notice';
import { useStartCall } from '../../app/calling/use-start-call';
import { peerName } from '../../popup/call/member-words';
import { usePorts } from '../../ports';
import { Problem } from '../../problem';
import type { SessionState } from '../peer/session-state';
import { PersonMark } from './person-mark';
import { clockWords, endWords, firstName } from './words';

type OverProps = { readonly state: SessionState & { readonly view: NonNullable<SessionState['view']> } };

/** Why it is over, how long it was, and the next step. Escape closes: there is nothing left to lose. */
export function Over({ state }: OverProps) {
  const { call, closeWindow } = usePorts();
  const { view, code } = state;
  const heading = useRef<HTMLHeadingElement>(null);
  const again = useStartCall();
  useEffect(() => {
    heading.current?.focus();
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) closeWindow();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [closeWindow]);
  const { connectedAt, over, words } = view;
  const differed = over?.why === 'differ' || (words.state === 'ready' && words.compared === 'different');
  return (
    <section class="talk-alone" data-testid="call-over" data-why={over?.why}>
      <PersonMark name={peerName(view.peer)} />
      <h1 ref={heading} tabIndex={-1} class="page-title wrap-anywhere">
        {endWords(state)}
      </h1>
      {connectedAt !== undefined && over !== undefined && (
        <p class="soft" data-testid="call-length">
          You talked for <span class="mono">{clockWords(over.at - connectedAt)}</span>.
        </p>
      )}
      {differed && (
        <Notice tone="stop" title="The words differed: somebody may be between you">
          Compare your certificates in person before you call <bdi>{firstName(view.peer)}</bdi> again.
        </Notice>
      )}
      <div class="row talk-answers">
        <Button
          icon={view.video ? Video : Phone}
          busy={again.busy}
          disabled={differed || code === 'call/no-webrtc'}
          testId="call-again"
          onClick={() => again.start(view.conversation, view.video)}
        >
          Call again
        </Button>
        <Button
          icon={MessageSquare}
          testId="call-write"
          onClick={() => void call('calls.write', { conversation: view.conversation }).catch(() => undefined)}
        >
          Write a message
        </Button>
        <Button kind="quiet" testId="call-close" onClick={closeWindow}>
          Close
        </Button>
      </div>
      <Problem code={again.code} />
    </section>
  );
}
