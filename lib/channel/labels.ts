import { opaque } from '../core/wire/codec';
import { Writer } from '../core/wire/writer';

/** One for each use of a hash, a key derivation or a signature, so that none can stand for another. */
export const LABELS = {
  statement: 'Sotto/1 device statement',
  signedPrekeys: 'Sotto/1 signed prekeys',
  oneTimePrekey: 'Sotto/1 one-time prekey',
  opening: 'Sotto/1 opening',
  openingSealed: 'Sotto/1 opening sealed',
  answer: 'Sotto/1 answer',
  answerSealed: 'Sotto/1 answer sealed',
  firstHalf: 'Sotto/1 half 1',
  secondHalf: 'Sotto/1 half 2',
  tag: 'Sotto/1 session tag',
  openingKeys: 'Sotto/1 opening keys',
  sessionKeys: 'Sotto/1 session keys',
  ratchet: 'Sotto/1 ratchet',
  commitment: 'Sotto/1 commitment',
  comparison: 'Sotto/1 comparison',
  introduction: 'Sotto/1 introduction',
  introductionKey: 'Sotto/1 introduction key',
  introductionSigned: 'Sotto/1 introduction signed',
  signalTag: 'Sotto/1 signal tag',
} as const;

export type Label = (typeof LABELS)[keyof typeof LABELS];

const part = opaque(2 ** 24);

/** The label and each part as `opaque<V>`: no two lists of parts give the same octets. */
export function labelled(label: Label, ...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const writer = new Writer();
  part.write(writer, new TextEncoder().encode(label));
  for (const octets of parts) part.write(writer, octets);
  return writer.take();
}
