import { NS } from './namespaces';
import { attributeOf, elementsIn, type XmlElement } from './xml';

/** What a message says of itself and of others: ids (XEP-0359), receipts (XEP-0184), markers (XEP-0333), states (XEP-0085). */
export type Marks = {
  readonly id?: string;
  readonly originId?: string;
  readonly asksReceipt: boolean;
  readonly received?: string;
  readonly displayed?: string;
  readonly chatState?: string;
};

export function marksOf(message: XmlElement): Marks {
  const find = (name: string, namespace: string) =>
    elementsIn(message).find((one) => one.name === name && one.namespace === namespace);
  const idIn = (name: string, namespace: string) => {
    const node = find(name, namespace);
    return node && attributeOf(node, 'id');
  };
  const said = {
    id: attributeOf(message, 'id'),
    originId: idIn('origin-id', NS.stanzaId),
    received: idIn('received', NS.receipts),
    displayed: idIn('displayed', NS.markers),
    chatState: elementsIn(message).find(({ namespace }) => namespace === NS.chatStates)?.name,
  };
  const known = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
  return { asksReceipt: find('request', NS.receipts) !== undefined, ...known };
}
