import { LIMITS } from '../limits';
import { WEBCHAT_LIMITS } from '../webchat';
import { type Carried, opaque, optional, struct, text, uint8, uint64 } from './codec';
import { decode, encode } from './encode';

/** What a sealed text of a page carries, in the presentation language of RFC 8446, 3 (docs/webchat.md). */

const CERTIFICATE = LIMITS.introducedOctets;
const most = WEBCHAT_LIMITS.payloadOctets;

/** My certificate, and my device's prekeys: whoever accepts it can begin a channel. */
const greeting = struct({
  certificate: opaque(CERTIFICATE, 1),
  bundle: opaque(8_192, 1),
  oneTime: optional(opaque(2_048, 1)),
});
/** The first packet of a channel, with the certificate of who begins it. */
const opening = struct({ certificate: opaque(CERTIFICATE, 1), packet: opaque(most, 1) });
const packet = struct({ packet: opaque(most, 1) });
/** An XMPP stanza's `<openpgp>` with what its checks need of the stanza (XEP-0373, 3): bare JIDs, milliseconds. */
const ox = struct({
  from: text(WEBCHAT_LIMITS.locatorLength),
  to: text(WEBCHAT_LIMITS.locatorLength),
  at: optional(uint64),
  message: opaque(most, 1),
});

const CODECS = { greeting, opening, packet, ox } as const;
const KINDS = ['greeting', 'opening', 'packet', 'ox'] as const;
type Kind = (typeof KINDS)[number];

export type ReadPayload = { [K in Kind]: { readonly kind: K } & Carried<(typeof CODECS)[K]> }[Kind];

/** An octet for the kind, from 1; then its content. */
export function writePayload(payload: ReadPayload): Uint8Array<ArrayBuffer> {
  const { kind, ...content } = payload;
  const body = encode(CODECS[kind] as never, content as never);
  const octets = new Uint8Array(1 + body.length);
  octets.set(encode(uint8, KINDS.indexOf(kind) + 1));
  octets.set(body, 1);
  return octets;
}

/** `undefined` for what is none: damaged, or of a later version. */
export function readPayload(octets: Uint8Array): ReadPayload | undefined {
  const kind = KINDS[(octets[0] ?? 0) - 1];
  if (kind === undefined) return undefined;
  try {
    return { kind, ...(decode(CODECS[kind] as never, octets.subarray(1)) as object) } as ReadPayload;
  } catch {
    return undefined;
  }
}
