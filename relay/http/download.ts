import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { AttachmentInfo, AttachmentStore } from '../stores/ports';
import { answer } from './answers';
import { createPatience, type Pace } from './patience';
import { readRange } from './range';

/** The octets that are asked for, read from the store only as fast as the client takes them. */
export function sendFile(
  reply: FastifyReply,
  rangeHeader: string | undefined,
  info: AttachmentInfo,
  { attachments, pace }: { readonly attachments: AttachmentStore; readonly pace: Pace },
): FastifyReply {
  const range = readRange(rangeHeader, info.octets);
  if (range === undefined) {
    return answer(reply.header('content-range', `bytes */${info.octets}`), 'relay/offset', 416);
  }
  const { start, end, part } = range;
  const patience = createPatience(pace, () => reply.raw.destroy());
  const octets = paced(attachments.read(info.id, start, end), patience);
  if (part) reply.code(206).header('content-range', `bytes ${start}-${end - 1}/${info.octets}`);
  return reply
    .headers({
      'accept-ranges': 'bytes',
      'content-disposition': 'attachment',
      'content-length': String(end - start),
      'content-type': 'application/octet-stream',
    })
    .send(Readable.from(octets, { objectMode: false }));
}

async function* paced(
  source: AsyncIterable<Uint8Array>,
  patience: ReturnType<typeof createPatience>,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of source) {
      patience.wait();
      yield chunk;
      patience.got(chunk.length);
    }
  } finally {
    patience.end();
  }
}
