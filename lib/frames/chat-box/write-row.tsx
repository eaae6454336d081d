import { SendHorizontal } from 'lucide';
import type { RefObject } from 'preact';
import { useContext, useEffect, useId, useRef } from 'preact/hooks';
import { PRIVATE_FIELD } from '../../../components/private-field';
import { Status } from '../../../components/status';
import { useFit } from '../../../components/use-fit';
import { sentenceFor } from '../../core/errors';
import { roomWords } from '../../core/message-text';
import { useDroppedFiles } from '../composer/use-dropped-files';
import { GuardContext } from '../shared/guard';
import { PressButton } from '../shared/press-button';
import { useUnseen } from '../shared/unseen';
import type { Box } from './box';
import { charactersLeft, isWithoutTrace, readinessOf, type Shown } from './box-state';
import { fieldWords } from './box-words';
import { useSight } from './use-sight';

type WriteRowProps = {
  readonly box: Box;
  readonly shown: Shown;
  /** With the status in it: who reads this must be in sight when it is sent. */
  readonly whole: RefObject<HTMLDivElement | null>;
};

/** The text, and the button that seals and sends it. Enter sends, Shift and Enter begin a line. */
export function WriteRow({ box, shown, whole }: WriteRowProps) {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const { trusts } = useContext(GuardContext);
  const sayUnseen = useUnseen();
  const isInSight = useSight(whole);
  const { view, text, sending, unsent, problem } = shown;
  const { ready, reason } = readinessOf(shown);
  const left = charactersLeft(text);
  useFit(field, text);
  useFocusOfFrame(field);
  // A file dropped here must not make the browser leave our page for it; text may be dropped as ever.
  useDroppedFiles(nothing);

  const send = () => {
    box.send().catch(() => undefined);
  };
  const begin = () => {
    box.act('begin').catch(() => undefined);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // An Enter that ends a composition (of Japanese, for example) belongs to it.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (!ready || sending || !trusts(event)) return;
    if (isInSight()) send();
    else sayUnseen();
  };
  const words = fieldWords(view.peer);
  const said = problem ?? (view.problem !== undefined && view.writable ? view.problem : reason);
  return (
    <div class="box-write" hidden={shown.panel !== undefined}>
      <div class="box-line">
        <textarea
          {...PRIVATE_FIELD}
          ref={field}
          class="field-box box-text"
          rows={1}
          dir="auto"
          aria-label={words}
          placeholder={isWithoutTrace(view) ? `${words}, without trace` : words}
          value={text}
          data-testid="box-text"
          aria-describedby={`${id}-said`}
          aria-invalid={left !== undefined && left < 0 ? 'true' : undefined}
          onInput={(event) => box.write(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <PressButton
          id="box-send"
          kind="main"
          icon={SendHorizontal}
          weight="signs"
          context={whole}
          busy={sending}
          blocked={!ready}
          describedBy={`${id}-said`}
          onPress={send}
        >
          {sending ? 'Sending' : unsent ? 'Send again' : 'Send sealed'}
        </PressButton>
      </div>
      <div id={`${id}-said`} class="box-said small" role="status">
        {said !== undefined && (
          <span data-testid="box-reason" data-code={said}>
            <Status tone={problem !== undefined || view.blocked !== undefined ? 'stop' : 'waiting'}>
              {unsent && problem !== undefined && 'Not sent. '}
              {sentenceFor(said)}
            </Status>
          </span>
        )}
        {said === 'webchat/not-begun' && (
          <PressButton id="box-begin" weight="signs" context={whole} blocked={shown.busy} onPress={begin}>
            Begin again
          </PressButton>
        )}
        {left !== undefined && (
          <span class={`box-room${left < 0 ? ' box-room-over' : ''}`} data-testid="box-room">
            {roomWords(left)}
          </span>
        )}
      </div>
    </div>
  );
}

const nothing = (): void => undefined;

/** Where the page gives our frame the focus, the person goes on in the text. */
function useFocusOfFrame(field: RefObject<HTMLTextAreaElement | null>): void {
  useEffect(() => {
    const focus = () => {
      if (document.activeElement === document.body) field.current?.focus({ preventScroll: true });
    };
    window.addEventListener('focus', focus);
    return () => window.removeEventListener('focus', focus);
  }, [field]);
}
