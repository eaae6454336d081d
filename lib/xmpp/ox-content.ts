import { bareAddress } from './address';
import { NS } from './namespaces';
import { parseXml } from './parse-xml';
import { readStamp, writeStamp } from './time-stamp';
import { writeXml } from './write-xml';
import { attributeOf, childrenOf, element, elementsIn, onlyChild, type XmlElement } from './xml';

/** XEP-0373, 3.1. In chat only `signcrypt` counts (XEP-0374, 3.1). */
export type OxKind = 'signcrypt' | 'sign' | 'crypt';

/** A content element: what the OpenPGP message holds as UTF-8. */
export type OxContent = {
  readonly kind: OxKind;
  /** Bare addresses, as they are compared. */
  readonly to: readonly string[];
  /** Milliseconds since 1970, by the writer's clock. */
  readonly time: number;
  readonly payload: readonly XmlElement[];
};

const KINDS: readonly string[] = ['signcrypt', 'sign', 'crypt'] satisfies OxKind[];
/** Contents are padded to a multiple of so many characters, and with at least the fewest. */
const STEP = 256;
const FEWEST = 16;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The XML of a `signcrypt`. `random` answers so many random octets, for the padding. */
export function writeContent(
  { to, time, payload }: Omit<OxContent, 'kind'>,
  random: (octets: number) => Uint8Array,
): string {
  const recipients = to.map((jid) => element('to', NS.openpgp, { jid }));
  const stamp = element('time', NS.openpgp, { stamp: writeStamp(time) });
  const build = (padding: string) => {
    const rpad = element('rpad', NS.openpgp, {}, [padding]);
    return writeXml(
      element('signcrypt', NS.openpgp, {}, [...recipients, stamp, rpad, element('payload', NS.openpgp, {}, payload)]),
    );
  };
  // What is counted is UTF-8: a length in UTF-16 would tell emoji from letters.
  const length = new TextEncoder().encode(build('.'.repeat(FEWEST))).length;
  const padding = random(FEWEST + ((STEP - (length % STEP)) % STEP));
  return build(Array.from(padding, (octet) => LETTERS[octet & 63]).join(''));
}

/** Reads what an OpenPGP message held; `undefined` where it is no content element, or not as XEP-0373, 3.1 asks. */
export function readContent(text: string): OxContent | undefined {
  const root = parseXml(text);
  if (root === undefined || root.namespace !== NS.openpgp || !KINDS.includes(root.name)) return undefined;
  const kind = root.name as OxKind;
  const to = childrenOf(root, 'to', NS.openpgp).map((one) => bareAddress(attributeOf(one, 'jid') ?? ''));
  const stamp = onlyChild(root, 'time', NS.openpgp);
  const time = stamp && readStamp(attributeOf(stamp, 'stamp') ?? '');
  const payload = onlyChild(root, 'payload', NS.openpgp);
  // Whatever is signed names who it is for, since 0.7.
  const isAddressed = to.length > 0 || kind === 'crypt';
  if (time === undefined || payload === undefined || !isAddressed || to.includes(undefined)) return undefined;
  return {
    kind,
    to: to.filter((one) => one !== undefined),
    time,
    payload: elementsIn(payload).filter(isAllowedInside),
  };
}

/** What servers act on counts outside only, and is dropped inside: XEP-0420, 7. */
export const isAllowedInside = ({ name, namespace }: XmlElement): boolean =>
  namespace !== NS.hints &&
  namespace !== NS.addresses &&
  namespace !== NS.encryption &&
  !(namespace === NS.stanzaId && name === 'stanza-id');
