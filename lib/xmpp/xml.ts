/** Text, or an element. */
export type XmlNode = string | XmlElement;

/** An element of XMPP: names are resolved, prefixes are gone. `{}` where it has no attributes. */
export type XmlElement = {
  readonly name: string;
  readonly namespace: string;
  /** By local name; `xml:lang` by that name, others with a prefix by `{namespace}name`. Never an inherited property. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
  /** Where it stands in the text that it was read from: from `<` up to behind `>`. */
  readonly source?: { readonly start: number; readonly end: number };
};

export const element = (
  name: string,
  namespace: string,
  attributes: Readonly<Record<string, string>> = {},
  children: readonly XmlNode[] = [],
): XmlElement => ({ name, namespace, attributes, children });

export const attributeOf = ({ attributes }: XmlElement, name: string): string | undefined =>
  Object.hasOwn(attributes, name) ? attributes[name] : undefined;

export const elementsIn = ({ children }: XmlElement): readonly XmlElement[] =>
  children.filter((child) => typeof child !== 'string');

export const isElement = (node: XmlElement, name: string, namespace: string): boolean =>
  node.name === name && node.namespace === namespace;

export const childrenOf = (parent: XmlElement, name: string, namespace: string): readonly XmlElement[] =>
  elementsIn(parent).filter((child) => isElement(child, name, namespace));

/** The one child of this name; `undefined` also where there are several: nobody could say which one counts. */
export function onlyChild(parent: XmlElement, name: string, namespace: string): XmlElement | undefined {
  const [first, ...others] = childrenOf(parent, name, namespace);
  return others.length === 0 ? first : undefined;
}

/** The text directly in an element. */
export const textOf = ({ children }: XmlElement): string =>
  children.filter((child) => typeof child === 'string').join('');
