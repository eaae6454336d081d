import type { TextTools } from '../proxy/line-format';

export type Filtered = {
  readonly sdp: string;
  /** A section of sound or picture in which nothing can be sealed: left as it is, so that the browser refuses it. */
  readonly isBarren: boolean;
};

type Section = { readonly head: string; readonly body: string };

/**
 * Takes the payload types (RFC 8866, 5.14 and 6.6) that cannot be sealed out of every section of sound and picture. What
 * pages set is text that they may have changed; what the browser makes itself has none of them any more (codecs.ts).
 */
export function filterSdp(
  tools: TextTools,
  sdp: string,
  isSealable: (kind: string, name: string) => boolean,
): Filtered {
  const { indexOf, slice } = tools;
  let isBarren = false;
  let done = '';
  let left = sdp;
  /** A line with its end. */
  const lineOf = (text: string): string => {
    const at = indexOf(text, '\n');
    return at < 0 ? text : slice(text, 0, at + 1);
  };
  const startsWith = (text: string, part: string) => slice(text, 0, part.length) === part;
  const bodyOf = (text: string): string => {
    let octets = 0;
    while (octets < text.length) {
      const rest = slice(text, octets);
      if (startsWith(rest, 'm=')) break;
      octets += lineOf(rest).length;
    }
    return slice(text, 0, octets);
  };
  const eachLine = (text: string, visit: (line: string) => void) => {
    for (let rest = text; rest !== ''; ) {
      const line = lineOf(rest);
      visit(line);
      rest = slice(rest, line.length);
    }
  };
  /** The word before the first of these ends, and what follows it. */
  const word = (text: string, end: string): readonly [string, string] => {
    const at = indexOf(text, end);
    return at < 0 ? [text, ''] : [slice(text, 0, at), slice(text, at + end.length)];
  };
  const bareLine = (line: string): string => {
    const { 0: withReturn } = word(line, '\n');
    return word(withReturn, '\r')[0];
  };
  const attributeOf = ({ body }: Section, attribute: string, type: string): string => {
    let found = '';
    const start = `a=${attribute}:${type} `;
    eachLine(body, (line) => {
      if (found === '' && startsWith(line, start)) found = slice(bareLine(line), start.length);
    });
    return found;
  };
  const isKept = (section: Section, kind: string, type: string): boolean => {
    const { 0: name } = word(attributeOf(section, 'rtpmap', type), '/');
    if (!isSealable(kind, name)) return false;
    const original = word(`${attributeOf(section, 'fmtp', type)};`, 'apt=')[1];
    return original === '' || isSealable(kind, word(attributeOf(section, 'rtpmap', word(original, ';')[0]), '/')[0]);
  };
  const isRetransmission = (section: Section, type: string) =>
    indexOf(word(`${attributeOf(section, 'fmtp', type)};`, ';')[0], 'apt=') >= 0;

  const filtered = (section: Section): string => {
    const plain = bareLine(section.head);
    const { 0: kind, 1: afterKind } = word(slice(plain, 2), ' ');
    const { 0: port, 1: afterPort } = word(afterKind, ' ');
    const { 0: profile, 1: types } = word(afterPort, ' ');
    if ((kind !== 'audio' && kind !== 'video') || port === '0') return section.head + section.body;
    let kept = '';
    let dropped = ' ';
    let pictures = 0;
    for (let rest = types; rest !== ''; ) {
      const { 0: type, 1: next } = word(rest, ' ');
      rest = next;
      if (type === '') continue;
      if (isKept(section, kind, type)) {
        kept += ` ${type}`;
        if (!isRetransmission(section, type)) pictures += 1;
      } else dropped += `${type} `;
    }
    if (pictures === 0) {
      isBarren = true;
      return section.head + section.body;
    }
    if (dropped === ' ') return section.head + section.body;
    let body = '';
    eachLine(section.body, (line) => {
      const { 0: name, 1: value } = word(line, ':');
      const isOfType = name === 'a=rtpmap' || name === 'a=fmtp' || name === 'a=rtcp-fb';
      if (!isOfType || indexOf(dropped, ` ${word(bareLine(value), ' ')[0]} `) < 0) body += line;
    });
    return `m=${kind} ${port} ${profile}${kept}${slice(section.head, plain.length)}${body}`;
  };
  const session = bodyOf(left);
  done += session;
  left = slice(left, session.length);
  while (left !== '') {
    const head = lineOf(left);
    const body = bodyOf(slice(left, head.length));
    done += filtered({ head, body });
    left = slice(left, head.length + body.length);
  }
  return { sdp: done, isBarren };
}
