/** One armored block inside a text, and the text around it. */
export type ArmorBlock = {
  readonly kind: 'message' | 'signed';
  readonly armored: string;
  readonly before: string;
  readonly after: string;
};

const BEGIN = /^[ \t\u00a0]*-----BEGIN PGP (SIGNED MESSAGE|MESSAGE)-----[ \t\u00a0]*$/m;
const END = { message: 'MESSAGE', signed: 'SIGNATURE' } as const;

/**
 * The first armored message or cleartext-signed text (RFC 9580, 6.2 and 7) that begins at a line's start.
 * `undefined` where none is whole.
 */
export function findArmor(text: string): ArmorBlock | undefined {
  const begin = BEGIN.exec(text);
  if (!begin) return undefined;
  const kind = begin[1] === 'MESSAGE' ? 'message' : 'signed';
  const end = new RegExp(`^[ \\t\\u00a0]*-----END PGP ${END[kind]}-----[ \\t\\u00a0]*$`, 'm').exec(
    text.slice(begin.index),
  );
  if (!end) return undefined;
  const stop = begin.index + end.index + end[0].length;
  const block = text.slice(begin.index, stop);
  return {
    kind,
    armored: kind === 'message' ? repairMessage(block) : repairSigned(block),
    before: text.slice(0, begin.index).trim(),
    after: text.slice(stop).trim(),
  };
}

/** Editors double or drop empty lines and add white space; the base64 itself tells where it begins. */
function repairMessage(block: string): string {
  const lines = block.split('\n').map((line) => line.replaceAll('\u00a0', ' ').trim());
  const inner = lines.slice(1, -1).filter((line) => line !== '');
  const isHeader = (line: string): boolean => /^[A-Za-z][A-Za-z0-9-]*: ?/.test(line);
  const dataAt = inner.findIndex((line) => !isHeader(line));
  const headers = dataAt < 0 ? inner : inner.slice(0, dataAt);
  const data = dataAt < 0 ? [] : inner.slice(dataAt);
  return [lines[0], ...headers, '', ...data, lines.at(-1), ''].join('\n');
}

/** What is signed stays as it stands; only the lines of the frame lose their white space. */
function repairSigned(block: string): string {
  const lines = block.split('\n');
  const signatureAt = lines.findLastIndex((line) =>
    /^[ \t\u00a0]*-----BEGIN PGP SIGNATURE-----[ \t\u00a0]*$/.test(line),
  );
  const frame = (line: string): string => line.replaceAll('\u00a0', ' ').trim();
  return [...lines.map((line, index) => (index === 0 || index >= signatureAt ? frame(line) : line)), ''].join('\n');
}
