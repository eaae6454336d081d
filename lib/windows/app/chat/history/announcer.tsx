import { useRef } from 'preact/hooks';
import { callLineWords } from '../../../../core/call-line-words';
import type { ChatMessage } from '../../../../core/chat';
import { neutralise } from '../../../../core/display-text';
import { isGone } from './message-row';

type AnnouncerProps = { readonly messages: readonly ChatMessage[]; readonly name: string; readonly now: () => number };

/** Reads out what came while the conversation is open, and what of mine was not sent. */
export function Announcer({ messages, name, now }: AnnouncerProps) {
  const newest = messages.at(-1)?.place ?? -1;
  const opened = useRef(newest);
  const theirs = messages.findLast(({ mine, body }) => !mine && body.kind !== 'note');
  const isNew = theirs !== undefined && theirs.place > opened.current;
  const failed = messages.findLast(({ mine }) => mine);
  return (
    <div class="visually-hidden" aria-live="polite">
      {isNew && <p>{wordsOf(theirs, name, now())}</p>}
      {failed !== undefined && failed.state === 'error' && failed.place >= opened.current && <p>Message not sent.</p>}
    </div>
  );
}

function wordsOf(message: ChatMessage, name: string, now: number): string {
  const { body } = message;
  if (isGone(message, now) || body.kind === 'gone') return `Message from ${name}`;
  if (body.kind === 'call') return `${name}: ${callLineWords(body)}`;
  if (body.kind === 'file') return `${name} sent a file: ${neutralise(body.name, 80)}`;
  return body.kind === 'text' ? `${name}: ${neutralise(body.text, 200)}` : '';
}
