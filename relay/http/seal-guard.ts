import { kindOf, type Refused, refusalOf } from '../../lib/core/wire/sealed';

/** Mark, kind, and as many octets as are looked at for text. */
const HEAD = 3 + 256;
const PRIVATE_KEY = Buffer.from('PRIVATE KEY');

export type SealGuard = {
  readonly octets: AsyncIterable<Uint8Array>;
  /** Why it ended early; what had gone through before may have to go. */
  refused(): Refused | undefined;
};

/**
 * Lets through what may be a sealed file, from `offset` on, of `total` octets. The first request has to carry its head
 * (259 octets, or all of a smaller file), so that nothing is kept of what is not sealed.
 */
export function createSealGuard(source: AsyncIterable<Uint8Array>, offset: number, total: number): SealGuard {
  let refused: Refused | undefined;

  async function* guarded(): AsyncGenerator<Uint8Array> {
    let head = offset === 0 ? Buffer.alloc(0) : undefined;
    const search = createSearch(PRIVATE_KEY);
    for await (const chunk of source) {
      if (search(chunk)) {
        refused = 'relay/private-key';
        return;
      }
      if (head === undefined) {
        yield chunk;
        continue;
      }
      head = Buffer.concat([head, chunk]);
      if (head.length < Math.min(HEAD, total)) continue;
      refused = refusalOfFile(head);
      if (refused !== undefined) return;
      yield head;
      head = undefined;
    }
    if (head !== undefined) refused = 'relay/unsealed';
  }
  return { octets: guarded(), refused: () => refused };
}

const refusalOfFile = (head: Uint8Array): Refused | undefined =>
  refusalOf(head) ?? (kindOf(head) === 'attachment' ? undefined : 'relay/unsealed');

/** Answers whether the words are in what came so far, across the borders of chunks too; copies only the borders. */
function createSearch(words: Buffer): (chunk: Uint8Array) => boolean {
  const less = words.length - 1;
  let tail: Buffer = Buffer.alloc(0);
  return (chunk) => {
    const view = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    const border = Buffer.concat([tail, view.subarray(0, less)]);
    tail = Buffer.concat([tail, view.subarray(-less)]).subarray(-less);
    return border.includes(words) || view.includes(words);
  };
}
