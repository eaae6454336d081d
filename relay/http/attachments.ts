import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../lib/core/errors';
import { decode } from '../../lib/core/wire/encode';
import { type AttachmentId, attachmentId, fromHex } from '../../lib/core/wire/ids';
import type { Secrets } from '../accounts/secrets';
import { checkTicket, type Purpose } from '../accounts/tickets';
import type { Config } from '../config/config';
import { isForeign } from '../server/origins';
import type { AttachmentInfo, AttachmentStore } from '../stores/ports';
import { answer } from './answers';
import { sendFile } from './download';
import type { Pace } from './patience';
import { createUploads, type Uploads } from './upload';

export type AttachmentPorts = {
  readonly attachments: AttachmentStore;
  readonly config: Pick<Config, 'allowedOrigins' | 'limits'>;
  readonly clock: () => number;
  readonly secrets: Secrets;
  readonly pace: Pace;
};
type Request = FastifyRequest<{ Params: { readonly attachment: string } }>;

const URL = '/v1/attachments/:attachment';
/** The protocol whose manner this is: https://tus.io/protocols/resumable-upload, version 1.0.0, core. */
const TUS = { 'tus-resumable': '1.0.0' };

/** Sealed files in pieces, each request with its ticket: docs/relay.md. */
export function addAttachments(app: FastifyInstance, ports: AttachmentPorts): Pick<Uploads, 'drain'> {
  const { attachments, clock, config } = ports;
  const uploads = createUploads(ports);

  const idOf = (request: Request): AttachmentId => {
    try {
      return decode(attachmentId, fromHex(request.params.attachment));
    } catch {
      throw new AppError('relay/not-found');
    }
  };
  /** Says nothing about a file before the ticket for it was checked. */
  const admit = (request: Request, ...purposes: readonly Purpose[]): AttachmentId => {
    if (isForeign(request.headers.origin, config.allowedOrigins)) throw new AppError('relay/origin');
    const version = request.headers['tus-resumable'];
    if (version !== undefined && version !== TUS['tus-resumable']) throw new AppError('relay/version');
    const id = idOf(request);
    const [, ticket = ''] = /^Bearer ([\w.~+/-]{1,256})$/i.exec(request.headers.authorization ?? '') ?? [];
    if (purposes.some((purpose) => checkTicket(ports, ticket, id, purpose))) return id;
    throw new AppError('relay/ticket-expired');
  };
  const find = async (id: AttachmentId): Promise<AttachmentInfo> => {
    const info = await attachments.find(id);
    if (info === undefined || info.expires <= clock()) throw new AppError('relay/not-found');
    return info;
  };
  const tell = (reply: FastifyReply, offset: number): FastifyReply =>
    reply.headers({ ...TUS, 'upload-offset': String(offset) });

  app.options(URL, async (_request, reply) =>
    reply
      .headers({ ...TUS, 'tus-version': '1.0.0', 'tus-max-size': String(config.limits.attachmentOctets) })
      .code(204)
      .send(),
  );
  app.head(URL, async (request: Request, reply) => {
    const info = await find(admit(request, 'upload', 'download'));
    return tell(reply, info.received).header('upload-length', String(info.octets)).code(200).send();
  });
  app.patch(URL, async (request: Request, reply) => {
    const id = admit(request, 'upload');
    const offset = readWhole(request.headers['upload-offset']);
    const length = request.headers['content-length'];
    const end = await uploads.take(id, {
      request: request.raw,
      offset,
      length: length === undefined ? 0 : readWhole(length),
      find: () => find(id),
    });
    if ('code' in end) return answer(tell(reply, end.received), end.code);
    return tell(reply, end.received).code(204).send();
  });
  app.get(URL, async (request: Request, reply) => {
    const info = await find(admit(request, 'download'));
    if (info.received < info.octets) throw new AppError('relay/not-found');
    return sendFile(reply, request.headers.range, info, ports);
  });
  return uploads;
}

function readWhole(header: string | readonly string[] | undefined): number {
  if (typeof header !== 'string' || !/^\d{1,12}$/.test(header)) throw new AppError('wire/malformed');
  return Number(header);
}
