import { crc24 } from '../../core/crc24';
import { type ReadPayload, readPayload, writePayload } from '../../core/wire/webchat-payload';
import { findInline } from '../../inline/find-inline';
import { MARK, VERSION } from '../../inline/part';
import { toInline } from '../../inline/to-inline';

export type OxPayload = Omit<Extract<ReadPayload, { kind: 'ox' }>, 'kind'>;

/** A text that lib/inline finds as changed, for sealed octets that nobody can read. */
export const DAMAGED_TEXT = `${MARK} ${VERSION}${'0'.repeat(16)}`;

/** The payload that stands for a stanza's `<openpgp>`; `undefined` where it is too long for one text. */
export function writeOx(payload: OxPayload): Uint8Array | undefined {
  try {
    return writePayload({ kind: 'ox', ...payload });
  } catch {
    return undefined;
  }
}

/** The payload as text of a chat: one part always. */
export function toText(payload: Uint8Array | undefined): string {
  try {
    const [text, ...others] = payload === undefined ? [] : toInline(payload, Number.POSITIVE_INFINITY);
    return others.length > 0 ? DAMAGED_TEXT : (text ?? DAMAGED_TEXT);
  } catch {
    return DAMAGED_TEXT;
  }
}

/** The OX that a text holds: one whole part, and no word beside it. */
export function fromText(text: string): OxPayload | undefined {
  const words = text.trim();
  const [found, ...others] = findInline(words);
  if (found?.kind !== 'part' || others.length > 0 || found.start > 0 || found.end < words.length) return undefined;
  const { part } = found;
  if (part.count !== 1 || crc24(part.octets) !== part.id) return undefined;
  const payload = readPayload(part.octets);
  return payload?.kind === 'ox' ? payload : undefined;
}
