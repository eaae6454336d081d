import type { ErrorCode } from '../core/error-codes';
import { AppError } from '../core/errors';
import { openPort, runtimeIsAlive, sendToBackground } from '../platform/runtime';
import type { InputOf, OutputOf } from './command';
import type { CommandName, Protocol } from './protocol';
import type { SendProgress } from './views';

export type CallOptions = {
  readonly signal?: AbortSignal;
  /** Commands that take long tell how far they are; these run over a port. */
  readonly onProgress?: (progress: SendProgress) => void;
};

type Arguments<Name extends CommandName> =
  InputOf<Protocol[Name]> extends undefined
    ? [input?: undefined, options?: CallOptions]
    : [input: InputOf<Protocol[Name]>, options?: CallOptions];

/**
 * The reply of the background, in the one shape that crosses. It is of the same build as who asks (an older page is
 * `bus/outdated`), so its code is taken as it is: a check against the record would put every sentence into the page.
 */
export type Reply = { readonly ok: true; readonly output: unknown } | { readonly ok: false; readonly code: ErrorCode };

/**
 * The background may die between question and answer, or not listen yet: every command is safe to ask again.
 * Milliseconds before each further try.
 */
const PAUSES = [0, 50, 200, 500, 1_000];

/**
 * Asks the background. Fails with the `AppError` that the background answered, `bus/outdated` where the
 * extension was updated under this page, `bus/cancelled` where the signal fired.
 */
export async function call<Name extends CommandName>(
  name: Name,
  ...rest: Arguments<Name>
): Promise<OutputOf<Protocol[Name]>> {
  const [input, options = {}] = rest;
  for (let attempt = 0; ; attempt++) {
    if (options.signal?.aborted === true) throw new AppError('bus/cancelled');
    if (!runtimeIsAlive()) throw new AppError('bus/outdated');
    const reply =
      options.onProgress === undefined && options.signal === undefined
        ? await askOnce(name, input)
        : await askByPort(name, input, options);
    if (reply === undefined) {
      const pause = PAUSES[attempt];
      if (pause === undefined) throw new AppError(runtimeIsAlive() ? 'bus/internal' : 'bus/outdated');
      await new Promise((resolve) => setTimeout(resolve, pause));
      continue;
    }
    if (reply.ok) return reply.output as OutputOf<Protocol[Name]>;
    throw new AppError(reply.code);
  }
}

/** `undefined` where the background went away before it answered. */
async function askOnce(command: string, input: unknown): Promise<Reply | undefined> {
  try {
    const reply = await sendToBackground({ command, input });
    return reply as Reply | undefined;
  } catch {
    return undefined;
  }
}

function askByPort(command: string, input: unknown, options: CallOptions): Promise<Reply | undefined> {
  return new Promise((resolve) => {
    const port = openPort(`bus:${command}`);
    const settle = (reply: Reply | undefined) => {
      options.signal?.removeEventListener('abort', abort);
      port.disconnect();
      resolve(reply);
    };
    const abort = () => {
      port.post({ cancel: true });
      settle({ ok: false, code: 'bus/cancelled' });
    };
    options.signal?.addEventListener('abort', abort);
    port.onMessage((message) => {
      const answer = message as { progress?: SendProgress; reply?: Reply };
      if (answer.progress !== undefined) options.onProgress?.(answer.progress);
      if (answer.reply !== undefined) settle(answer.reply);
    });
    port.onDisconnect(() => settle(undefined));
    port.post({ input });
  });
}
