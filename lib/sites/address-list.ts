/** Splits a recipient field at commas and semicolons that stand outside of quotes and angle brackets (RFC 5322, 3.4). */
export function splitAddresses(field: string): readonly string[] {
  const entries: string[] = [];
  let entry = '';
  let quoted = false;
  let angled = false;
  for (let at = 0; at < field.length; at++) {
    const character = field.charAt(at);
    if (quoted && character === '\\') {
      entry += character + field.charAt(++at);
      continue;
    }
    if (character === '"') quoted = !quoted;
    if (!quoted && character === '<') angled = true;
    if (!quoted && character === '>') angled = false;
    if (!quoted && !angled && /[,;\n]/.test(character)) {
      entries.push(entry);
      entry = '';
      continue;
    }
    entry += character;
  }
  entries.push(entry);
  return entries.map((text) => text.trim()).filter((text) => text !== '');
}

/** `Anna Berg <anna@example.org>` and `anna@example.org` both give the address; what holds none is given as it is. */
export function bareAddress(entry: string): string {
  const angled = /<([^<>]*)>\s*$/.exec(entry);
  return (angled?.[1] ?? entry).trim();
}

export const bareAddresses = (field: string): readonly string[] => splitAddresses(field).map(bareAddress);
