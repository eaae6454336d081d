import { CODECS, type Codec } from './clear-octets';
import { type KeyName, STREAMS } from './key-id';
import { join, labelled, type Octets } from './octets';

/** Octets of a call's id: random, drawn by who begins the call. */
export const CALL_ID_OCTETS = 16;

export type Metadata = (stream: KeyName['stream'], codec: Codec, clear: Uint8Array) => Octets;

/**
 * What is authenticated beside the header (RFC 9605, 4.4.3 and 9.4): the call, the stream, the codec, the clear octets.
 * So no server moves a frame to another call or codec, nor changes what it may look at.
 */
export function createMetadata(call: Uint8Array): Metadata {
  if (call.length !== CALL_ID_OCTETS) throw new Error('a call id has 16 octets');
  const prefix = labelled('Sotto/1 media frame', call);
  return (stream, codec, clear) =>
    join(prefix, Uint8Array.of(STREAMS.indexOf(stream), CODECS.indexOf(codec), clear.length), clear);
}
