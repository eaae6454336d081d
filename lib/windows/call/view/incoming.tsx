import { Phone, PhoneOff, Video } from 'lucide';
import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../../../../components/button';
import { Status } from '../../../../components/status';
import type { CallView } from '../../../core/calls';
import type { ErrorCode } from '../../../core/error-codes';
import { sentenceFor } from '../../../core/errors';
import { peerName } from '../../popup/call/member-words';
import { usePorts } from '../../ports';
import type { SessionActions } from '../peer/session-state';
import { PersonMark } from './person-mark';
import { useRing } from './use-ring';
import { decisionWords, firstName } from './words';

type IncomingProps = {
  readonly view: CallView;
  /** Why it cannot be answered here. */
  readonly obstacle: ErrorCode | undefined;
  readonly actions: Pick<SessionActions, 'accept' | 'end'>;
};

/** It rings. No button has the focus: a window that comes up under somebody's typing must not be answered by it. */
export function Incoming({ view, obstacle, actions }: IncomingProps) {
  const { isByPerson } = usePorts();
  const heading = useRef<HTMLHeadingElement>(null);
  const decision = decisionWords(view.peer);
  const name = peerName(view.peer);
  useRing('incoming', true);
  useEffect(() => heading.current?.focus(), []);
  const accept = (withPicture: boolean) => (event: MouseEvent) => {
    if (isByPerson(event)) actions.accept(withPicture);
  };
  return (
    <section class="talk-alone" data-testid="call-incoming">
      <PersonMark name={name} />
      <h1 ref={heading} tabIndex={-1} class="page-title wrap-anywhere">
        <bdi>{name}</bdi> calls you
      </h1>
      <Status tone={decision.tone}>{decision.words}</Status>
      <p class="soft">
        {obstacle === undefined
          ? `${view.video ? 'With a picture. ' : ''}Your microphone opens when you answer, your camera only with video.`
          : sentenceFor(obstacle)}
      </p>
      <div class="row talk-answers">
        {obstacle === undefined && (
          <>
            <Button kind="main" icon={Phone} testId="call-answer" onClick={accept(false)}>
              Answer
            </Button>
            <Button icon={Video} testId="call-answer-video" onClick={accept(true)}>
              Answer with video
            </Button>
          </>
        )}
        <Button kind="danger" icon={PhoneOff} testId="call-decline" onClick={actions.end}>
          Decline
        </Button>
      </div>
      <p class="visually-hidden" role="alert">
        {`${firstName(view.peer)} calls you.`}
      </p>
    </section>
  );
}
