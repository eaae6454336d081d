import { WEBCHAT_LIMITS } from '../core/webchat';
import { findInline } from '../inline/find-inline';
import type { InlinePart } from '../inline/part';

/** What of a text of the page is ours. */
export type Claim =
  | { readonly kind: 'part'; readonly part: InlinePart }
  /** The page spoilt it, or it is of a later version: nobody can open it here. */
  | { readonly kind: 'spoilt' }
  | { readonly kind: 'otr'; readonly text: string };

export type ReadSealed = {
  readonly claims: readonly Claim[];
  /** Words of the page beside it: they were not sealed, and stay as they are. */
  readonly before: string;
  readonly after: string;
};

/** A quick look: most texts of a page end here. */
export const maySeal = (text: string): boolean => /sotto|\?OTR/i.test(text);

/** OTRv3, 2.1 to 2.3: a query, a data message or a fragment. A name and a time may stand before it. */
const OTR = /\?OTR(?=[:,|?]|v\d)/;
const NAME_LENGTH = 60;

/** What is sealed in a text as the page shows it; `undefined` where nothing is. */
export function readSealed(text: string): ReadSealed | undefined {
  const found = findInline(text);
  const [first] = found;
  const last = found.at(-1);
  if (first !== undefined && last !== undefined) {
    const claims = found.map(
      (one): Claim => (one.kind === 'part' ? { kind: 'part', part: one.part } : { kind: 'spoilt' }),
    );
    return { claims, before: text.slice(0, first.start).trim(), after: text.slice(last.end).trim() };
  }
  const otr = OTR.exec(text);
  if (otr === null || otr.index > NAME_LENGTH) return undefined;
  const words = text.slice(otr.index).trim();
  if (words.length > WEBCHAT_LIMITS.otrLength) return undefined;
  return { claims: [{ kind: 'otr', text: words }], before: text.slice(0, otr.index).trim(), after: '' };
}

export const isWhole = ({ claims }: ReadSealed): boolean => claims.every(({ kind }) => kind !== 'spoilt');
