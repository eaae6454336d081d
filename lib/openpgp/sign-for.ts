import {
  config,
  enums,
  type Message,
  PacketList,
  type PrivateKey,
  type PublicKey,
  Signature,
  SignaturePacket,
} from 'openpgp';
import { fingerprintOf } from './key-parts';

const INTENDED_RECIPIENT = 35;

function fromHex(text: string): Uint8Array {
  return Uint8Array.from({ length: text.length / 2 }, (_, index) =>
    Number.parseInt(text.slice(index * 2, index * 2 + 2), 16),
  );
}

/** One Intended Recipient Fingerprint subpacket (RFC 9580, 5.2.3.36), not critical: older programs skip it. */
function recipientSubpacket(key: PublicKey): Uint8Array {
  const body = [key.keyPacket.version, ...fromHex(fingerprintOf(key))];
  return Uint8Array.from([body.length + 1, INTENDED_RECIPIENT, ...body]);
}

/** What the library does and does not declare. */
type Hookable = { writeHashedSubPackets(): Uint8Array };
type Literal = { readonly text: string | null };
type Signer = { sign(key: object, literal: Literal, date: Date, detached: boolean, options: object): Promise<void> };

/**
 * The library writes no Intended Recipients. It asks the packet for its hashed area at the moment of signing, so that
 * this one packet answers with ours appended and the length in front put right (two octets, four in version 6).
 */
function appendRecipients(packet: SignaturePacket, recipients: readonly PublicKey[]): void {
  const hookable = packet as unknown as Hookable;
  const write = hookable.writeHashedSubPackets.bind(packet);
  hookable.writeHashedSubPackets = () => {
    const plain = write();
    const width = packet.version === 6 ? 4 : 2;
    const parts = [plain.subarray(width), ...recipients.map(recipientSubpacket)];
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    const area = new Uint8Array(width + length);
    new DataView(area.buffer)[width === 4 ? 'setUint32' : 'setUint16'](0, length);
    let at = width;
    for (const part of parts) {
      area.set(part, at);
      at += part.length;
    }
    return area;
  };
}

/**
 * The signer's signature over the message, naming the readers it is meant for: without that, Bob could re-encrypt what
 * Alice signed for him to Carol, and Carol would see a good signature by Alice.
 */
export async function signFor(
  message: Message<Uint8Array | string>,
  signer: PrivateKey,
  recipients: readonly PublicKey[],
): Promise<Signature> {
  const key = (await signer.getSigningKey()).keyPacket;
  const literal = message.packets[0] as unknown as Literal;
  const packet = new SignaturePacket();
  packet.signatureType = literal.text === null ? enums.signature.binary : enums.signature.text;
  packet.publicKeyAlgorithm = key.algorithm as enums.publicKey;
  packet.hashAlgorithm = enums.hash.sha512;
  packet.version = key.version;
  appendRecipients(packet, recipients);
  await (packet as unknown as Signer).sign(key, literal, new Date(), false, config);
  const packets = new PacketList<SignaturePacket>();
  packets.push(packet);
  return new Signature(packets);
}
