import { NS } from '../../xmpp/namespaces';
import { type OxContent, writeContent } from '../../xmpp/ox-content';
import { element, elementsIn, textOf } from '../../xmpp/xml';

/** What no XML holds (XML 1.0, 2.2), and nobody types. */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** One message of chat as XEP-0374, 2.1 has it, in UTF-8. */
export const writeWords = (
  words: { readonly to: string; readonly time: number; readonly text: string },
  random: (octets: number) => Uint8Array,
): Uint8Array => {
  const text = words.text.toWellFormed().replace(FORBIDDEN, '\ufffd');
  const payload = [element('body', NS.client, {}, [text])];
  return new TextEncoder().encode(writeContent({ to: [words.to], time: words.time, payload }, random));
};

/** The words of a content; `undefined` where there are none, or several that could be meant. */
export function wordsOf({ payload }: OxContent): string | undefined {
  const bodies = payload.filter(({ name, namespace }) => name === 'body' && BODIES.includes(namespace));
  const [body, ...others] = bodies;
  if (body === undefined || others.length > 0 || elementsIn(body).length > 0) return undefined;
  return textOf(body);
}

/** Some programs leave the namespace of the stanza out. */
const BODIES: readonly string[] = [NS.client, NS.server, NS.openpgp];
