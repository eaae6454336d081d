import type { ErrorCode } from '../core/error-codes';
import { AppError, toErrorCode } from '../core/errors';
import type { Reply } from './client';
import type { InputOf, OutputOf } from './command';
import { type CommandName, PROTOCOL, type Protocol } from './protocol';
import type { Sender } from './sender';
import type { SendProgress } from './views';

/** What a handler may use beside its input. */
export type CallContext = {
  readonly sender: Sender;
  readonly signal: AbortSignal;
  readonly report: (progress: SendProgress) => void;
};

/** What a handler of a command without an answer ends in, nobody looks at. */
type Answer<Output> = Output extends undefined ? unknown : Output;

/** One handler for each command: a missing or a surplus one does not compile. */
export type Handlers = {
  readonly [Name in CommandName]: (
    input: InputOf<Protocol[Name]>,
    ctx: CallContext,
  ) => Promise<Answer<OutputOf<Protocol[Name]>>>;
};

export type BusServer = {
  /** Never rejects: every failure is a coded reply. */
  answer(message: unknown, sender: Sender | undefined, work?: Partial<Omit<CallContext, 'sender'>>): Promise<Reply>;
};

export type BusServerPorts = {
  readonly handlers: Handlers;
  /** Counts failures by code: no input, no address, no text. */
  readonly count: (code: ErrorCode, where: string) => void;
};

const isCommandName = (name: unknown): name is CommandName => typeof name === 'string' && Object.hasOwn(PROTOCOL, name);

/** Parses, checks the sender's class, runs. The order matters: an unlisted sender learns nothing of the input. */
export function createBusServer({ handlers, count }: BusServerPorts): BusServer {
  const run = async (message: unknown, sender: Sender | undefined, work: Partial<Omit<CallContext, 'sender'>>) => {
    const { command, input } = (message ?? {}) as { command?: unknown; input?: unknown };
    if (sender === undefined || !isCommandName(command)) throw new AppError('bus/refused');
    const allowed: readonly string[] = PROTOCOL[command].from;
    if (!allowed.includes(sender.class)) throw new AppError('bus/refused');
    const parsed = PROTOCOL[command].input(input);
    const handler = handlers[command] as (input: unknown, ctx: CallContext) => Promise<unknown>;
    const signal = work.signal ?? new AbortController().signal;
    return handler(parsed, { sender, signal, report: work.report ?? (() => undefined) });
  };
  return {
    async answer(message, sender, work = {}) {
      try {
        return { ok: true, output: await run(message, sender, work) };
      } catch (error) {
        const code = toErrorCode(error);
        const { command } = (message ?? {}) as { command?: unknown };
        count(code, isCommandName(command) ? command : 'unknown');
        return { ok: false, code };
      }
    },
  };
}
