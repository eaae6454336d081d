import { SendHorizontal, Smile } from 'lucide';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { Button } from '../../../../../components/button';
import { PRIVATE_FIELD } from '../../../../../components/private-field';
import { useFit } from '../../../../../components/use-fit';
import type { ChatMessage, ConversationView } from '../../../../core/chat';
import { sentenceFor } from '../../../../core/errors';
import { roomWords, tidied } from '../../../../core/message-text';
import { Problem } from '../../../problem';
import { useAct } from '../../../use-act';
import { firstOf } from '../words';
import './composer.css';
import { FilePicker } from '../files/file-picker';
import type { Desk } from './desk';
import { EmojiPicker } from './emoji-picker';
import { asFile, roomLeft } from './room';
import { useDraft } from './use-draft';
import { useTyping } from './use-typing';
import { ValidityChoice } from './validity-choice';

type ComposerProps = {
  readonly view: ConversationView;
  readonly desk: Desk;
  readonly onSent: (message: ChatMessage) => void;
  readonly onFiles: (files: readonly File[]) => void;
};

/** Where a message is written. The text stays until the background has answered that it has it. */
export function Composer({ view, desk, onSent, onFiles }: ComposerProps) {
  const id = useId();
  const { text, write: setText, keep } = useDraft(view, desk);
  const [validity, setValidity] = useState(() => desk.validity(view.id));
  const [picking, setPicking] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const latest = useRef(text);
  latest.current = text;
  const typing = useTyping(view.id);
  const act = useAct();
  const { writable } = view.status;
  const left = roomLeft(text);
  const isTooLong = left !== undefined && left < 0;
  const words = tidied(text);

  useFit(field, text);
  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  const write = (next: string) => {
    setText(next);
    typing.typed(next);
    act.clear();
  };
  const send = () => {
    if (words === '' || isTooLong || !writable) return;
    act.run(async () => {
      const sent = await desk.send(view.id, words);
      typing.stop();
      // What was typed while the background took it is the next message.
      const now = latest.current;
      setText(now.startsWith(text) ? now.slice(text.length) : now);
      keep();
      onSent(sent);
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // An Enter that ends a composition (of Japanese, for example) belongs to it.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };
  const insert = (piece: string) => {
    const { selectionStart = text.length, selectionEnd = text.length } = field.current ?? {};
    write(text.slice(0, selectionStart) + piece + text.slice(selectionEnd));
    setPicking(false);
    const caret = selectionStart + piece.length;
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(caret, caret);
    });
  };
  return (
    <div class="chat-composer">
      {picking && <EmojiPicker onPick={insert} onClose={() => setPicking(false)} />}
      <Problem code={act.code} />
      {!writable && <p class="chat-hint">{sentenceFor('chat/not-writable')}</p>}
      <label class="visually-hidden" for={id}>
        {`Message to ${firstOf(view)}`}
      </label>
      <textarea
        {...PRIVATE_FIELD}
        ref={field}
        id={id}
        class="field-box chat-field"
        rows={1}
        dir="auto"
        placeholder={`Message to ${firstOf(view)}`}
        value={text}
        data-testid="chat-text"
        aria-describedby={left === undefined ? undefined : `${id}-room`}
        aria-invalid={isTooLong ? 'true' : undefined}
        onInput={(event) => write(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onBlur={typing.stop}
        onPaste={(event) => {
          const files = [...(event.clipboardData?.files ?? [])];
          if (files.length === 0) return;
          event.preventDefault();
          onFiles(files);
        }}
      />
      <div id={`${id}-room`} class={`chat-room small${isTooLong ? ' chat-room-over' : ''}`} role="status">
        {left !== undefined && roomWords(left)}
        {isTooLong && `. ${sentenceFor('chat/too-long')} `}
        {isTooLong && (
          <Button kind="quiet" disabled={!writable} onClick={() => onFiles([asFile(words)])}>
            Send as a file
          </Button>
        )}
      </div>
      <div class="chat-tools">
        <FilePicker disabled={!writable} onFiles={onFiles} />
        <Button kind="quiet" iconOnly icon={Smile} expanded={picking} onClick={() => setPicking(!picking)}>
          Add an emoji
        </Button>
        <ValidityChoice
          value={validity}
          onChange={(next) => {
            setValidity(next);
            desk.setValidity(view.id, next);
          }}
        />
        <span class="chat-send">
          <Button
            kind="main"
            testId="chat-send"
            icon={SendHorizontal}
            busy={act.busy}
            disabled={words === '' || isTooLong || !writable}
            onClick={send}
          >
            Send
          </Button>
        </span>
      </div>
    </div>
  );
}
