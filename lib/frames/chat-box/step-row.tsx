import type { IconNode } from 'lucide';
import { Crosshair, FileKey, KeyRound, LockOpen, Settings, VenetianMask, X } from 'lucide';
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { sentenceFor } from '../../core/errors';
import { PressButton } from '../shared/press-button';
import type { Box } from './box';
import type { Shown, StepBody } from './box-state';
import { firstOf, nameOf } from './box-words';
import { BoxProblem } from './problem';

type StepRowProps = { readonly box: Box; readonly shown: Shown; readonly body: StepBody };

/** In the place of the text, while there is nothing to write yet: what happened, and the one way on. */
export function StepRow({ box, shown, body }: StepRowProps) {
  return (
    <div class="box-step" data-testid="box-step" data-body={body}>
      <Step box={box} shown={shown} body={body} />
      <BoxProblem code={shown.problem} />
    </div>
  );
}

function Step({ box, shown, body }: StepRowProps) {
  const { view, busy } = shown;
  switch (body) {
    case 'set-up':
      return (
        <Free
          words={sentenceFor('vault/absent')}
          id="box-set-up"
          icon={Settings}
          onPress={() => box.openWindow('start')}
        >
          Set up Sotto
        </Free>
      );
    case 'make-key':
      return (
        <Free words={sentenceFor('key/none')} id="box-set-up" icon={KeyRound} onPress={() => box.openWindow('keys')}>
          Make a key
        </Free>
      );
    case 'locked':
      return (
        <Free
          words="Your keys are locked. Unlock to write a sealed message."
          id="box-unlock"
          icon={LockOpen}
          onPress={() => box.openWindow('unlock')}
        >
          Unlock
        </Free>
      );
    case 'picking':
      return (
        <Free
          words={
            view.picking === 'messages' ? 'Click one of the messages in the page.' : 'Click the box in which you write.'
          }
          id="box-stop-picking"
          icon={X}
          isMain={false}
          onPress={() => box.act('stop-picking')}
        >
          Stop
        </Free>
      );
    case 'blocked':
      return view.blocked === 'webchat/no-box' ? (
        <Free words={sentenceFor(view.blocked)} id="box-pick" icon={Crosshair} onPress={() => box.act('pick')}>
          Show the box
        </Free>
      ) : (
        <p class="box-step-words" data-testid="box-reason" data-code={view.blocked}>
          {sentenceFor(view.blocked ?? 'webchat/not-sealed')}
        </p>
      );
    case 'offered': {
      const { offered } = view;
      if (offered === undefined) return null;
      return (
        <Free
          words={
            view.channel === 'changed' ? (
              sentenceFor('contact/changed')
            ) : (
              <bdi>{`${nameOf(offered)} offers a sealed conversation.`}</bdi>
            )
          }
          id="box-certificate"
          icon={FileKey}
          onPress={() => box.showCertificate(offered.fingerprint)}
        >
          Show certificate
        </Free>
      );
    }
    case 'no-trace-asked':
      return <NoTraceAsked box={box} shown={shown} busy={busy} />;
  }
}

type FreeProps = {
  readonly words: ComponentChildren;
  readonly id: string;
  readonly icon: IconNode;
  readonly isMain?: boolean;
  readonly children: string;
  readonly onPress: () => Promise<void>;
};

const Free = ({ words, id, icon, isMain = true, children, onPress }: FreeProps) => (
  <>
    <p class="box-step-words">{words}</p>
    <PressButton weight="free" id={id} kind={isMain ? 'main' : 'plain'} icon={icon} onPress={() => void onPress()}>
      {children}
    </PressButton>
  </>
);

function NoTraceAsked({ box, shown, busy }: { readonly box: Box; readonly shown: Shown; readonly busy: boolean }) {
  const row = useRef<HTMLDivElement>(null);
  return (
    <div ref={row} class="box-asked">
      <p class="box-step-words">
        <bdi>{firstOf(shown.view.peer)}</bdi> asks for a conversation without trace. Nothing of it is kept by either
        Sotto; nobody can keep the other from copying the screen.
      </p>
      <PressButton
        id="box-agree"
        kind="main"
        weight="signs"
        context={row}
        icon={VenetianMask}
        busy={busy}
        onPress={() => void box.act('no-trace')}
      >
        Agree
      </PressButton>
      <PressButton id="box-decline" blocked={busy} onPress={() => void box.act('no-trace-end')}>
        Not now
      </PressButton>
    </div>
  );
}
