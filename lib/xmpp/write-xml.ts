import { AppError } from '../core/errors';
import type { XmlElement } from './xml';

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
  if (node.namespace !== parent) parts.push(` xmlns='${escapeText(node.namespace, true)}'`);
  for (const [index, [name, value]] of Object.entries(node.attributes).entries()) {
    parts.push(` ${attributeName(name, index)}='${escapeText(value, true)}'`);
  }
  if (node.children.length === 0) return `${parts.join('')}/>`;
  parts.push('>');
  for (const child of node.children) {
    parts.push(typeof child === 'string' ? escapeText(child, false) : writeXml(child, node.namespace));
  }
  return `${parts.join('')}</${node.name}>`;
}

function checkName(name: string): string {
  if (!NAME.test(name)) throw new AppError('wire/malformed');
  return name;
}

function attributeName(name: string, index: number): string {
  if (name === 'xml:lang') return name;
  const [, namespace, local = name] = /^\{(.*)\}([^}]*)$/.exec(name) ?? [];
  if (local === 'xmlns') throw new AppError('wire/malformed');
  if (namespace === undefined) return checkName(local);
  return `xmlns:a${index}='${escapeText(namespace, true)}' a${index}:${checkName(local)}`;
}

function escapeText(text: string, inAttribute: boolean): string {
  if (FORBIDDEN.test(text)) throw new AppError('wire/malformed');
  return text.replace(inAttribute ? /[&<>'"\t\n\r]/g : /[&<>\r]/g, (letter) => ESCAPES[letter] ?? letter);
}
