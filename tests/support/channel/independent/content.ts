import { decrypt, H } from './suite';
import { createInput } from './wire';

// docs/protocol.md, sections 9 and 10.

type Input = ReturnType<typeof createInput>;

const validity = (input: Input) =>
  input.uint8() === 1 ? { from: ['arrival', 'reading'][input.uint8()], ms: input.uint32() } : undefined;

/** What the length counts are ids. */
const ids = (input: Input): string[] => {
  const count = input.length();
  return Array.from({ length: count }, () => input.take(16).toString('hex'));
};

const READERS: Record<number, (input: Input) => object> = {
  1: (input) => ({
    kind: 'hello',
    signalKey: input.take(32).toString('hex'),
    typing: input.uint8() === 1,
    noTrace: input.uint8() === 1,
  }),
  2: (input) => ({ kind: 'text', at: input.uint64(), validity: validity(input), text: input.opaque().toString() }),
  3: (input) => ({
    kind: 'file',
    at: input.uint64(),
    validity: validity(input),
    attachment: input.take(16).toString('hex'),
    key: input.take(32).toString('hex'),
    octets: input.uint32(),
    sealedOctets: input.uint32(),
    expires: input.uint64(),
    name: input.opaque().toString(),
    mediaType: input.opaque().toString(),
  }),
  4: (input) => ({ kind: 'receipt', opened: ids(input), read: ids(input) }),
  5: (input) => ({ kind: 'call', octets: input.opaque().toString('hex') }),
  6: (input) => ({ kind: 'withdrawn', indices: Array.from({ length: input.length() }, () => input.uint32()) }),
};

export function readContent(octets: Uint8Array): object {
  const input = createInput(octets);
  const content = READERS[input.uint8()]?.(input) ?? { kind: 'newer' };
  if (!('kind' in content && content.kind === 'newer')) input.end();
  return content;
}

/** `undefined` for another key. */
export function readSignal(key: Buffer, payload: Uint8Array): object | undefined {
  const input = createInput(payload);
  if (!input.take(3).equals(Buffer.of(5, 7, 5))) throw new Error('not a signal');
  if (!input.take(8).equals(H('Sotto/1 signal tag', key).subarray(0, 8))) return undefined;
  const bound = Buffer.from(input.before());
  const opened = decrypt(key, input.take(12), bound, input.rest());
  if (!opened) throw new Error('damaged');
  const inner = createInput(opened);
  const said = { counter: inner.uint64(), type: inner.uint8(), body: inner.opaque().toString('hex') };
  inner.end();
  return said;
}
