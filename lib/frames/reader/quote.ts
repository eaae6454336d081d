import type { ReplyMode } from '../../bus/views';
import { LIMITS } from '../../core/limits';
import type { Reading } from '../../core/reading';

/** What was drawn for the person, and nothing else: only this may go into an answer. [req 20] */
export type Rendered = {
  readonly text: string;
  readonly headers: Reading['protectedHeaders'];
  readonly from?: string | undefined;
};

/** The beginning of an answer: who wrote, and the drawn text, quoted as RFC 3676, 4.5 does. */
export function quote(mode: ReplyMode, { text, headers, from }: Rendered): string {
  const body = text.replace(/\s+$/, '');
  const sender = headers.from ?? from;
  if (mode === 'forward') return forwarded(body, headers, sender);
  const attribution = `${sender ?? 'Someone'} wrote${headers.date === undefined ? '' : ` on ${headers.date}`}:`;
  const lines = body === '' ? [] : body.split('\n').map((line) => (line.startsWith('>') ? `>${line}` : `> ${line}`));
  return cut(`\n\n${attribution}\n${lines.join('\n')}\n`);
}

function forwarded(body: string, headers: Rendered['headers'], sender: string | undefined): string {
  const rows: ReadonlyArray<readonly [string, string | undefined]> = [
    ['From', sender],
    ['To', headers.to],
    ['Cc', headers.cc],
    ['Date', headers.date],
    ['Subject', headers.subject],
  ];
  const head = rows.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
  return cut(`\n\n-------- Forwarded message --------\n${head.join('\n')}\n\n${body}\n`);
}

const cut = (text: string): string => text.slice(0, LIMITS.textLength);
