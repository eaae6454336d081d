import type { Evidence } from '../../core/certificate';
import { momentWords } from '../words';

/** Where a certificate came from, in one sentence: the source, then its name. */
export function evidenceWords({ source, detail, from }: Evidence): string {
  const named = detail === undefined || detail === '' ? '' : ` “${detail}”`;
  switch (source) {
    case 'paste':
      return 'You pasted it.';
    case 'file':
      return `You opened the file${named}.`;
    case 'mail-attachment':
      return from === undefined ? `It was attached to a mail${named}.` : `It was attached to a mail from ${from}.`;
    case 'page':
      return `It stood in the text of a page${named}${from === undefined ? '' : `, in a mail from ${from}`}.`;
    case 'autocrypt':
      return from === undefined ? 'A mail program sent it along.' : `The mail program of ${from} sent it along.`;
    case 'relay':
      return `It was sent through the relay${detail === undefined ? '' : ` by ${detail}`}; nobody checked the name.`;
    case 'xmpp-account':
      return `It stands at the chat account${named}; nobody checked whose that is.`;
    case 'own':
      return 'You made or imported it.';
  }
}

/** The newest three; the rest are counted. What brings a certificate proves nothing, and is said so once. */
export function EvidenceList({ evidence }: { readonly evidence: readonly Evidence[] }) {
  const newest = [...evidence].sort((left, right) => right.at - left.at);
  if (newest.length === 0) return <p class="soft">Sotto did not see where it came from.</p>;
  return (
    <ul class="evidence">
      {newest.slice(0, 3).map((item) => (
        <li key={`${item.source} ${item.at}`} class="wrap-anywhere">
          {evidenceWords(item)} <span class="soft">{momentWords(item.at)}</span>
        </li>
      ))}
      {newest.length > 3 && <li class="soft">And {newest.length - 3} times before.</li>}
    </ul>
  );
}
