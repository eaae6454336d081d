import { AppError } from '../core/errors';
import { elementsIn, type XmlElement } from './xml';

const NAME = /^[A-Za-z_][A-Za-z0-9_.-]*$/;
/** What no XML 1.0 text may hold, and lone surrogates, which no UTF-8 holds. */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  "'": '&apos;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/**
 * The element as XML without prefixes, each namespace declared where it begins. Fails with `wire/malformed` for names
 * and characters that XML has not.
 */
export function writeXml(node: XmlElement, parent = ''): string {
  const parts = [`<${checkName(node.name)}`];
  if (node.namespace !== parent) parts.push(` xmlns='${escape(node.namespace, true)}'`);
  for (const [index, [name, value]] of Object.entries(node.attributes).entries()) {
    parts.push(` ${attributeName(name, index)}='${escape(value, true)}'`);
  }
  if (node.children.length === 0) return `${parts.join('')}/>`;
  parts.push('>');
  for (const child of node.children) {
    parts.push(typeof child === 'string' ? escape(child, false) : writeXml(child, node.namespace));
  }
  return `${parts.join('')}</${node.name}>`;
}

/** How deep an element goes, itself included. */
export const depthOf = (node: XmlElement): number => 1 + Math.max(0, ...elementsIn(node).map(depthOf));

function checkName(name: string): string {
  if (!NAME.test(name)) throw new AppError('wire/malformed');
  return name;
}

function attributeName(name: string, index: number): string {
  if (name === 'xml:lang') return name;
  const [, namespace, local = name] = /^\{(.*)\}([^}]*)$/.exec(name) ?? [];
  if (local === 'xmlns') throw new AppError('wire/malformed');
  if (namespace === undefined) return checkName(local);
  return `xmlns:a${index}='${escape(namespace, true)}' a${index}:${checkName(local)}`;
}

function escape(text: string, inAttribute: boolean): string {
  if (FORBIDDEN.test(text)) throw new AppError('wire/malformed');
  return text.replace(inAttribute ? /[&<>'"\t\n\r]/g : /[&<>\r]/g, (letter) => ESCAPES[letter] ?? letter);
}
