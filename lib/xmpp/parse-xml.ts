import type { XmlElement, XmlNode } from './xml';

/** What a stanza may be; nobody sends more. */
const XML_LIMITS = { length: 4_000_000, depth: 64, attributes: 64, elements: 20_000 } as const;

const NAME = '[A-Za-z_][\\w.-]*(?::[A-Za-z_][\\w.-]*)?';
const TAG = new RegExp(`<(/?)(${NAME})((?:\\s+${NAME}\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*)\\s*(/?)>`, 'y');
const ATTRIBUTE = new RegExp(`(${NAME})\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'g');
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
/** What begins as a reference and is none of those that XML knows without a document type. */
const NO_REFERENCE = /&(?!(?:amp|lt|gt|quot|apos|#x[0-9a-fA-F]{1,6}|#[0-9]{1,7});)/;
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';

type Scope = Readonly<Record<string, string>>;
const NO_PREFIXES: Scope = Object.freeze(Object.create(null));
type Open = {
  readonly tag: string;
  readonly scope: Scope;
  readonly start: number;
  readonly element: Omit<XmlElement, 'children'>;
  readonly children: XmlNode[];
};

/**
 * One element as XMPP allows it (RFC 6120, 11.1): no document type, comment, processing instruction or entity but the
 * five of XML; white space may stand around it. `undefined` for anything else. A worker has no DOMParser, and what is
 * replaced in a frame needs places in its text: hence this one. Never throws.
 */
export function parseXml(text: string): XmlElement | undefined {
  if (text.length > XML_LIMITS.length || FORBIDDEN.test(text)) return undefined;
  const open: Open[] = [];
  let root: XmlElement | undefined;
  let at = 0;
  let count = 0;
  while (at < text.length) {
    const next = text.indexOf('<', at);
    const end = next < 0 ? text.length : next;
    if (end > at && !addText(text.slice(at, end), open.at(-1))) return undefined;
    if (next < 0) break;
    const cdata = text.startsWith('<![CDATA[', next) ? text.indexOf(']]>', next) : -1;
    if (cdata > 0) {
      const inner = open.at(-1);
      if (inner === undefined) return undefined;
      inner.children.push(text.slice(next + 9, cdata));
      at = cdata + 3;
      continue;
    }
    TAG.lastIndex = next;
    const tag = TAG.exec(text);
    if (tag === null || root !== undefined) return undefined;
    at = TAG.lastIndex;
    const [, closes, name = '', attributes = '', isEmpty] = tag;
    if (closes === '/') {
      if (attributes !== '' || isEmpty !== '' || open.at(-1)?.tag !== name) return undefined;
    } else {
      const fits = open.length < XML_LIMITS.depth && ++count <= XML_LIMITS.elements;
      const opened = fits ? openTag(name, attributes, next, open.at(-1)?.scope ?? NO_PREFIXES) : undefined;
      if (opened === undefined) return undefined;
      open.push(opened);
      if (isEmpty === '') continue;
    }
    const done = open.pop();
    if (done === undefined) return undefined;
    const whole = { ...done.element, children: done.children, source: { start: done.start, end: at } };
    const parent = open.at(-1);
    if (parent === undefined) root = whole;
    else parent.children.push(whole);
  }
  return open.length === 0 ? root : undefined;
}

function addText(raw: string, into: Open | undefined): boolean {
  if (into === undefined) return /^\s*$/.test(raw);
  const text = raw.includes(']]>') ? undefined : decode(raw);
  if (text === undefined) return false;
  into.children.push(text);
  return true;
}

/** Text with its references read; `undefined` for an unknown one or a character that XML has not. */
function decode(raw: string): string | undefined {
  const lines = raw.includes('\r') ? raw.replace(/\r\n?/g, '\n') : raw;
  if (!lines.includes('&')) return lines;
  if (NO_REFERENCE.test(lines)) return undefined;
  let isGood = true;
  const text = lines.replace(/&(?:([a-z]+)|#(?:x([0-9a-fA-F]+)|([0-9]+)));/g, (_all, name, hex, digits) => {
    if (name !== undefined) return ENTITIES[name] ?? '';
    const code = Number.parseInt(hex ?? digits, hex === undefined ? 10 : 16);
    const letter = code <= 0x10ffff ? String.fromCodePoint(code) : '\0';
    if (FORBIDDEN.test(letter)) isGood = false;
    return letter;
  });
  return isGood ? text : undefined;
}

function openTag(tag: string, written: string, start: number, outer: Scope): Open | undefined {
  const raw = written === '' ? NO_ATTRIBUTES : readAttributes(written);
  if (raw === undefined) return undefined;
  const scope = innerScope(raw, outer);
  const plain: Record<string, string> = Object.create(null);
  for (const [name, value] of raw) {
    if (isDeclaration(name)) continue;
    const key = attributeKey(name, scope);
    if (key === undefined || key in plain) return undefined;
    plain[key] = value;
  }
  const [first = '', second] = tag.split(':');
  const namespace = second === undefined ? (lookUp(scope, '=') ?? '') : lookUp(scope, first);
  if (namespace === undefined) return undefined;
  return { tag, scope, start, element: { name: second ?? first, namespace, attributes: plain }, children: [] };
}

const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map();
const isDeclaration = (name: string): boolean => name === 'xmlns' || name.startsWith('xmlns:');

function readAttributes(written: string): ReadonlyMap<string, string> | undefined {
  const raw = new Map<string, string>();
  for (const [, name = '', double, single] of written.matchAll(ATTRIBUTE)) {
    const value = decode((double ?? single ?? '').replace(/[\t\n\r]/g, ' '));
    if (value === undefined || raw.has(name) || raw.size >= XML_LIMITS.attributes) return undefined;
    raw.set(name, value);
  }
  return raw;
}

/** A chain, not a copy: many small elements inside one with many prefixes must cost no more than their text. */
function innerScope(raw: ReadonlyMap<string, string>, outer: Scope): Scope {
  let scope: Record<string, string> | undefined;
  for (const [name, value] of raw) {
    if (!isDeclaration(name)) continue;
    scope ??= Object.create(outer) as Record<string, string>;
    scope[name === 'xmlns' ? '=' : name.slice(6)] = value;
  }
  return scope ?? outer;
}

const lookUp = (scope: Scope, prefix: string): string | undefined => {
  if (prefix === 'xml') return XML_NAMESPACE;
  return prefix in scope && scope[prefix] !== '' ? scope[prefix] : undefined;
};

function attributeKey(name: string, scope: Scope): string | undefined {
  const [prefix = '', local] = name.split(':');
  if (local === undefined || prefix === 'xml') return name;
  const namespace = lookUp(scope, prefix);
  return namespace === undefined ? undefined : `{${namespace}}${local}`;
}
