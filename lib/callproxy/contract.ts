import type { TextTools } from '../proxy/line-format';

/**
 * What the proxy in the world of a page with calls (lib/callproxy) and its isolated half (lib/callpage/proxy-link) tell
 * each other. No key ever stands in it: what the page overhears or forges here it could do without us.
 */

/** Where they meet: as the proxy of chat pages does (lib/proxy/contract, docs/proxy.md). */
export const MEETING = 'sotto-call-line';
/** A proxy asks by this whether another one is there already, which then prevents its default. */
export const PRESENCE = 'sotto-call-proxy';
/**
 * Types of the events on the detached element. `proxy`, `half`: texts, as below. `transceiver`, `channel`: a genuine
 * RTCTrackEvent or RTCDataChannelEvent, from which each world takes wrappers of its own; it follows the text that says
 * whose it is, in the same turn.
 */
export const SPEAKER = { proxy: 'proxy', half: 'half', transceiver: 'transceiver', channel: 'channel' } as const;

/**
 * Texts: words divided by line feeds, the last one takes all that is left.
 * Proxy: `connection ID`, `closed ID`, `transceiver ID`, `channel ID CHANNEL`, `data CHANNEL NUMBER KIND CONTENT`,
 * `blind WHAT`. Half: `mode MODE`, `deliver CHANNEL 0 KIND CONTENT`, `done CHANNEL NUMBER`, `gone`.
 * KIND is `text`, or `octets`: then CONTENT has one character from U+0000 to U+00FF for each octet.
 */
export type Said = { readonly head: string; readonly first: number; readonly second: number; readonly rest: string };
export type DataKind = 'text' | 'octets';

const cut = ({ indexOf, slice }: TextTools, text: string): readonly [head: string, rest: string] => {
  const at = indexOf(text, '\n');
  return at < 0 ? [text, ''] : [slice(text, 0, at), slice(text, at + 1)];
};
/** `rest` is behind as many numbers as this kind has. Numbers that are none are NaN: they name nothing. */
export function readSaid(tools: TextTools, text: string): Said {
  const { 0: head, 1: behind } = cut(tools, text);
  if (head === 'gone') return { head, first: 0, second: 0, rest: '' };
  if (head === 'mode' || head === 'blind') return { head, first: 0, second: 0, rest: behind };
  const { 0: first, 1: last } = cut(tools, behind);
  const { 0: second, 1: rest } = cut(tools, last);
  return { head, first: +first, second: +second, rest };
}

/** Of `data` and `deliver`; `undefined` where the kind is none of them. */
export function readContent(
  tools: TextTools,
  rest: string,
): { readonly kind: DataKind; readonly content: string } | undefined {
  const { 0: kind, 1: content } = cut(tools, rest);
  return kind === 'text' || kind === 'octets' ? { kind, content } : undefined;
}
