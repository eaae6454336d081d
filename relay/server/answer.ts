import { AppError } from '../../lib/core/errors';
import type { Codec } from '../../lib/core/wire/codec';
import { decode, encode } from '../../lib/core/wire/encode';
import type { ClientFrame } from '../../lib/core/wire/frames';
import { REQUEST_NAMES, REQUESTS, type RequestName, type RequestOutput } from '../../lib/core/wire/requests';
import type { Connection } from './connection';
import { BEFORE_LOGIN, type Context, type Handler, type Handlers, type LoggedIn } from './context';
import { WaitError } from './wait-error';

export type RequestFrame = Extract<ClientFrame, { kind: 'request' }>;

export type AnswerPorts = {
  readonly ctx: Context;
  readonly handlers: Handlers;
  /** The login of this socket is another than before; fails where it cannot be. */
  onLoginChange(connection: Connection, before: LoggedIn | undefined): Promise<void>;
  /** The reply that changed the login is on its way. */
  afterLogin(connection: Connection): void;
};

const NOTHING = new Uint8Array(0);

/**
 * Answers one request with one `reply`. The octets of a question about a session are wiped, and so is the id that its
 * handler answers; the encoded answer goes with its packet. Other questions may be kept by a store as they are.
 */
export function createAnswer({ ctx, handlers, onLoginChange, afterLogin }: AnswerPorts) {
  async function run(connection: Connection, { type, input }: RequestFrame): Promise<Uint8Array> {
    const name = REQUEST_NAMES.get(type);
    if (name === undefined) throw new AppError('relay/version');
    if (connection.login === undefined && !BEFORE_LOGIN.has(name)) throw new AppError('relay/not-logged-in');
    const before = connection.login;
    const handler = handlers[name] as Handler<RequestName>;
    const asked = decode(REQUESTS[name].input as Codec<never>, input);
    const answer = await handler(ctx, connection, asked);
    if (connection.login !== before) await onLoginChange(connection, before);
    const output = encode(REQUESTS[name].output as Codec<unknown>, answer);
    if (name === 'session.open') (answer as RequestOutput<'session.open'>).session.fill(0);
    return output;
  }

  return async (connection: Connection, frame: RequestFrame): Promise<void> => {
    const { request } = frame;
    const before = connection.login;
    try {
      const output = await run(connection, frame);
      connection.push({ kind: 'reply', request, code: '', waitMs: 0, output });
    } catch (error) {
      if (!(error instanceof AppError)) ctx.log('relay/internal');
      const code = error instanceof AppError ? error.code : 'relay/internal';
      const waitMs = error instanceof WaitError ? Math.ceil(error.waitMs) : 0;
      connection.push({ kind: 'reply', request, code, waitMs, output: NOTHING });
      // Half a login is none.
      connection.login = before;
    } finally {
      if (REQUEST_NAMES.get(frame.type)?.startsWith('session.')) frame.input.fill(0);
    }
    if (connection.login !== undefined && connection.login !== before) afterLogin(connection);
  };
}
