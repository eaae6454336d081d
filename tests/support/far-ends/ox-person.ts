import { randomBytes } from 'node:crypto';
import { generateKey } from 'openpgp';
import type { Fingerprint } from '../../../lib/core/brand';
import { AppError, toErrorCode } from '../../../lib/core/errors';
import type { CertificateOctets, SecretKeyOctets } from '../../../lib/core/openpgp-port';
import { createOpenPgp } from '../../../lib/openpgp/openpgp';
import { problemOf } from '../../../lib/xmpp/check-content';
import { classify } from '../../../lib/xmpp/classify';
import { NS } from '../../../lib/xmpp/namespaces';
import { readContent, writeContent } from '../../../lib/xmpp/ox-content';
import {
  KEY_LIST_NODE,
  keyNode,
  publishItem,
  readItems,
  readKey,
  readKeyList,
  requestItems,
  writeKey,
  writeKeyList,
} from '../../../lib/xmpp/ox-keys';
import { sealedStanza } from '../../../lib/xmpp/ox-stanza';
import { unwrap } from '../../../lib/xmpp/unwrap';
import { attributeOf, element, textOf, type XmlElement } from '../../../lib/xmpp/xml';
import type { XmppClient } from './xmpp-client';

const pgp = createOpenPgp();

export type OxKey = { readonly secret: SecretKeyOctets; readonly certificate: CertificateOctets };

/** A key that other programs find by the address (XEP-0373, 4): they look for this user id. */
export async function makeOxKey(address: string): Promise<OxKey> {
  const { privateKey, publicKey } = await generateKey({ userIDs: [{ name: `xmpp:${address}` }], format: 'object' });
  const fingerprint = privateKey.getFingerprint() as Fingerprint;
  return {
    secret: { fingerprint, octets: privateKey.write() },
    certificate: { fingerprint, octets: publicKey.write() },
  };
}

/** One of ours on a connection of XMPP: lib/xmpp and lib/openpgp, as the extension puts them together. */
export type OxPerson = {
  readonly key: OxKey;
  readonly client: XmppClient;
  /** What was said to me and counts, oldest first. */
  readonly heard: readonly string[];
  /** Codes and problems of what does not count. */
  readonly refused: readonly string[];
  /** As if this had come over the connection. */
  take(stanza: XmlElement): Promise<void>;
  publish(): Promise<void>;
  /** The newest certificate that an address publishes. */
  find(address: string): Promise<CertificateOctets>;
  /** From now on, what this one signs counts for this address. */
  accept(address: string, certificate: CertificateOctets): void;
  stanza(to: string, text: string, sealFor?: CertificateOctets): Promise<XmlElement>;
  say(to: string, text: string): Promise<void>;
};

export function createOxPerson(client: XmppClient, key: OxKey): OxPerson {
  const heard: string[] = [];
  const refused: string[] = [];
  const accepted = new Map<string, CertificateOctets>();
  let count = 0;
  const newId = () => `${client.me}-${++count}`;

  const open = async (stanza: XmlElement): Promise<string | undefined> => {
    const come = unwrap(stanza, client.me);
    const kind = come && classify(come.message, () => false);
    if (come === undefined || kind?.kind !== 'ox') return undefined;
    const opened = await pgp.open(kind.octets, [key.secret], [...accepted.values()], { aheadMs: 60_000 });
    const [fact, ...others] = opened.signatures;
    if (fact?.outcome !== 'valid' || others.length > 0) throw new AppError('webchat/sender');
    const content = readContent(new TextDecoder('utf-8', { fatal: true }).decode(opened.content));
    if (content === undefined) throw new AppError('wire/malformed');
    const [from, to] = [attributeOf(come.message, 'from') ?? '', attributeOf(come.message, 'to')];
    const decidedFor = [...accepted].flatMap(([address, one]) =>
      one.fingerprint === fact.fingerprint ? [address] : [],
    );
    const problem = problemOf(content, {
      from,
      me: client.me,
      now: Date.now(),
      signer: { userIds: [], decidedFor },
      ...(to === undefined ? {} : { to }),
      ...(come.sentAt === undefined ? {} : { sentAt: come.sentAt }),
    });
    if (problem !== undefined) throw new AppError('webchat/sender');
    const body = content.payload.find(({ name }) => name === 'body');
    // go-sendxmpp seals the end of the line too.
    return body && textOf(body).trimEnd();
  };

  const openOrRefuse = async (stanza: XmlElement) => {
    try {
      const text = await open(stanza);
      if (text !== undefined) heard.push(text);
    } catch (error) {
      refused.push(toErrorCode(error));
    }
  };
  // One after the other: what takes longer to open is not overtaken.
  let turn = Promise.resolve();
  const take = (stanza: XmlElement) => {
    turn = turn.then(() => openOrRefuse(stanza));
    return turn;
  };
  client.onMessage((stanza) => void take(stanza));

  const stanza = async (to: string, text: string, sealFor = accepted.get(to)): Promise<XmlElement> => {
    if (sealFor === undefined) throw new Error(`nobody is accepted for ${to}`);
    const payload = [element('body', NS.client, {}, [text])];
    const random = (octets: number) => new Uint8Array(randomBytes(octets));
    const content = new TextEncoder().encode(writeContent({ to: [to], time: Date.now(), payload }, random));
    const recipients = [sealFor, key.certificate];
    const message = await pgp.sealBinary({ content, literal: 'binary', recipients, signer: key.secret });
    return sealedStanza(element('message', NS.client, { type: 'chat', to, id: newId() }), message);
  };

  const askItems = async (node: string, to: string) =>
    readItems(await client.ask(requestItems(newId(), node, to)))?.content;

  return {
    key,
    client,
    heard,
    refused,
    take,
    async publish() {
      const { fingerprint, octets } = key.certificate;
      const date = Date.now();
      await client.ask(publishItem(newId(), keyNode(fingerprint), 'current', writeKey(octets)));
      await client.ask(publishItem(newId(), KEY_LIST_NODE, 'current', writeKeyList([{ fingerprint, date }])));
    },
    async find(address) {
      const list = await askItems(KEY_LIST_NODE, address);
      const newest = (list === undefined ? [] : readKeyList(list)).toSorted((a, b) => b.date - a.date).at(0);
      const found = newest && (await askItems(keyNode(newest.fingerprint), address));
      const octets = found && readKey(found);
      if (octets === undefined) throw new Error(`${address} publishes no certificate`);
      return pgp.readCertificate(octets);
    },
    accept: (address, certificate) => void accepted.set(address, certificate),
    stanza,
    say: async (to, text) => client.send(await stanza(to, text)),
  };
}
