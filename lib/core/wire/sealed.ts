/**
 * What every payload begins with, so that a relay can refuse what nobody sealed: two octets that no text, no
 * OpenPGP packet (RFC 9580, 4.2) and no DER begins with, then the kind. docs/protocol.md specifies what follows.
 */
const MARK = [0x05, 0x07] as const;

/** Append, never reorder: the place in the list is what is written. */
const KINDS = ['handshake', 'message', 'group', 'archive', 'attachment', 'signal', 'introduction'] as const;
export type SealedKind = (typeof KINDS)[number];

/** Mark, kind, and the tag of an AEAD: nothing sealed is shorter. */
const SHORTEST = MARK.length + 1 + 16;
/** Octets looked at for text; ciphertext of this length is as good as never text. */
const SAMPLE = 256;

/** The payload of this kind: mark, kind, sealed octets. */
export function markSealed(kind: SealedKind, sealed: Uint8Array): Uint8Array<ArrayBuffer> {
  const payload = new Uint8Array(3 + sealed.length);
  payload.set([...MARK, KINDS.indexOf(kind)]);
  payload.set(sealed, 3);
  return payload;
}

export type Refused = 'relay/unsealed' | 'relay/private-key';

/** Why a relay refuses this payload; `undefined` where it may be sealed (a relay cannot know more). */
export function refusalOf(payload: Uint8Array): Refused | undefined {
  if (holdsPrivateKey(payload)) return 'relay/private-key';
  const [first, second, kind = KINDS.length] = payload;
  if (payload.length < SHORTEST || first !== MARK[0] || second !== MARK[1]) return 'relay/unsealed';
  return kind >= KINDS.length || isText(payload.subarray(3, 3 + SAMPLE)) ? 'relay/unsealed' : undefined;
}

/** The kind of a payload that `refusalOf` does not refuse. */
export const kindOf = (payload: Uint8Array): SealedKind | undefined => KINDS[payload[2] ?? KINDS.length];

const PRIVATE_KEY = new TextEncoder().encode('PRIVATE KEY');

/** Armor and PEM anywhere; a secret key or subkey packet (RFC 9580, types 5 and 7) at the start. */
function holdsPrivateKey(payload: Uint8Array): boolean {
  const type = packetType(payload[0] ?? 0);
  return type === 5 || type === 7 || holdsWords(payload);
}

/** The packet type of a header octet in the OpenPGP or the legacy format: RFC 9580, 4.2; 0 where it is no header. */
function packetType(header: number): number {
  if (header >= 0xc0) return header & 0x3f;
  return header >= 0x80 ? (header >> 2) & 0x0f : 0;
}

/** How far one may go on where an octet stands at the last place of the words and these do not end there: Horspool. */
const STEPS = new Uint8Array(256).fill(PRIVATE_KEY.length);
for (const [at, octet] of PRIVATE_KEY.subarray(0, -1).entries()) STEPS[octet] = PRIVATE_KEY.length - 1 - at;

function holdsWords(payload: Uint8Array): boolean {
  const last = PRIVATE_KEY.length - 1;
  let end = last;
  while (end < payload.length) {
    let back = 0;
    while (back <= last && payload[end - back] === PRIVATE_KEY[last - back]) back++;
    if (back > last) return true;
    end += STEPS[payload[end] ?? 0] ?? 1;
  }
  return false;
}

/** Nine of ten octets are printable: given up as soon as too many are not. */
function isText(sample: Uint8Array): boolean {
  let others = 0;
  for (const octet of sample) {
    const isPrintable = (octet >= 0x20 && octet < 0x7f) || (octet >= 0x09 && octet <= 0x0d);
    if (!isPrintable && ++others >= sample.length * 0.1) return false;
  }
  return true;
}
