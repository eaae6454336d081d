/** One OpenPGP block in a text (RFC 9580, 6.2 and 7). `end` is the offset after its last character. */
export type ArmorBlock = {
  readonly kind: 'message' | 'signed' | 'certificate';
  readonly start: number;
  readonly end: number;
  readonly text: string;
};

const BEGIN = '-----BEGIN PGP ';
const KINDS = [
  { header: 'MESSAGE-----', kind: 'message', footer: '-----END PGP MESSAGE-----' },
  { header: 'SIGNED MESSAGE-----', kind: 'signed', footer: '-----END PGP SIGNATURE-----' },
  { header: 'PUBLIC KEY BLOCK-----', kind: 'certificate', footer: '-----END PGP PUBLIC KEY BLOCK-----' },
] as const;

/** True where the text may hold a block: one pass, nothing built. */
export const mayHoldArmor = (text: string): boolean => text.includes(BEGIN);

/**
 * Every whole block, in order. A header counts only alone on its line, so that prose about armor is no armor.
 * Linear in the text's length: a footer that is missing is searched for once per kind.
 */
export function findArmor(text: string): readonly ArmorBlock[] {
  const blocks: ArmorBlock[] = [];
  const missing = new Set<string>();
  let from = text.indexOf(BEGIN);
  while (from !== -1) {
    const kind = KINDS.find(({ header }) => text.startsWith(header, from + BEGIN.length));
    const footer = kind === undefined || missing.has(kind.kind) ? -1 : text.indexOf(kind.footer, from);
    if (kind !== undefined && footer === -1) missing.add(kind.kind);
    if (kind === undefined || footer === -1 || !standsAlone(text, from, from + BEGIN.length + kind.header.length)) {
      from = text.indexOf(BEGIN, from + BEGIN.length);
      continue;
    }
    const end = footer + kind.footer.length;
    blocks.push({ kind: kind.kind, start: from, end, text: `${text.slice(from, end)}\n` });
    from = text.indexOf(BEGIN, end);
  }
  return blocks;
}

/** The block, where the text holds nothing else but white space. */
export function soleArmor(text: string): ArmorBlock | undefined {
  const [block, ...more] = findArmor(text);
  if (block === undefined || more.length > 0) return undefined;
  return text.slice(0, block.start).trim() === '' && text.slice(block.end).trim() === '' ? block : undefined;
}

function standsAlone(text: string, start: number, end: number): boolean {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', end);
  return (
    text.slice(lineStart, start).trim() === '' && text.slice(end, newline === -1 ? undefined : newline).trim() === ''
  );
}
