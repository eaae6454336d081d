import { bareAddress } from '../../xmpp/address';
import { NS } from '../../xmpp/namespaces';
import { KEY_LIST_NODE, readItems, readKeyList } from '../../xmpp/ox-keys';
import { attributeOf, isElement, onlyChild, type XmlElement } from '../../xmpp/xml';
import { keyIn } from './pep';

export type FoundKeys = {
  readonly account: string;
  readonly address: string;
  readonly certificates: readonly Uint8Array[];
};

/** Notices of PEP (XEP-0163, 4.3) about keys of those whose keys were asked for: of nobody else, or anybody could keep us busy. */
export type KeyWatch = {
  begin(address: string): void;
  note(stanza: XmlElement, account: string): void;
};

export type KeyWatchPorts = {
  findKeys(address: string, account: string): Promise<readonly Uint8Array[] | undefined>;
  onKeys(found: FoundKeys): void;
};

/** Addresses that are watched: those asked for last. */
const MOST = 64;

export function createKeyWatch({ findKeys, onKeys }: KeyWatchPorts): KeyWatch {
  /** By address: the keys that a notice listed last; and those that are being fetched now. */
  const watched = new Map<string, string>();
  const fetching = new Set<string>();

  const fetch = async (address: string, account: string): Promise<void> => {
    if (fetching.has(address)) return;
    fetching.add(address);
    const certificates = await findKeys(address, account).finally(() => fetching.delete(address));
    if (certificates !== undefined && certificates.length > 0) onKeys({ account, address, certificates });
  };

  return {
    begin(address) {
      const bare = bareAddress(address);
      if (bare === undefined) return;
      const listed = watched.get(bare) ?? '';
      watched.delete(bare);
      watched.set(bare, listed);
      const [oldest] = watched.keys();
      if (watched.size > MOST && oldest !== undefined) watched.delete(oldest);
    },
    note(stanza, account) {
      if (!isElement(stanza, 'message', NS.client) || onlyChild(stanza, 'event', NS.pubsubEvent) === undefined) return;
      const address = bareAddress(attributeOf(stanza, 'from') ?? account);
      const items = readItems(stanza);
      if (address === undefined || items?.content === undefined || !watched.has(address)) return;
      const key = items.node.startsWith(`${KEY_LIST_NODE}:`) ? keyIn(stanza) : undefined;
      if (key !== undefined) onKeys({ account, address, certificates: [key] });
      if (items.node !== KEY_LIST_NODE) return;
      const listed = readKeyList(items.content)
        .map(({ fingerprint }) => fingerprint)
        .join(' ');
      if (listed === watched.get(address)) return;
      watched.set(address, listed);
      fetch(address, account).catch(() => undefined);
    },
  };
}
