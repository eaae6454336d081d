import type { InputOf, OutputOf } from '../../../lib/bus/command';
import type { CommandName, Protocol } from '../../../lib/bus/protocol';
import type { View } from '../browser/person';

type Wire = { readonly ok: boolean; readonly output?: unknown; readonly code?: string };

/** Asks the background from one of our own windows or frames, as its buttons do: to arrange a state quickly. Blobs go as text. */
export async function ask<Name extends CommandName>(
  window: View,
  command: Name,
  input?: InputOf<Protocol[Name]> | Record<string, unknown>,
): Promise<OutputOf<Protocol[Name]>> {
  const reply = (await window.evaluate(
    async (name, fields) => {
      const restored = Object.fromEntries(
        Object.entries((fields ?? {}) as Record<string, unknown>).map(([key, value]) => [
          key,
          key === 'octets' ? new Blob([value as string]) : value,
        ]),
      );
      const message = { command: name, input: fields === undefined ? undefined : restored };
      const api = globalThis as unknown as Record<
        string,
        undefined | { runtime: { sendMessage(m: unknown): Promise<unknown> } }
      >;
      // A background that ends between question and answer is asked again, as the product's own client does it.
      // The first try waits for no timer: in a window behind another Firefox rounds every timer up to a second.
      for (const pause of [0, 50, 200, 500, 1_000, 2_000]) {
        const answer = await (api.browser ?? api.chrome)?.runtime.sendMessage(message).catch(() => undefined);
        if (answer !== undefined && answer !== null) return answer;
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
      return undefined;
    },
    command,
    input as never,
  )) as Wire | undefined;
  if (reply?.ok !== true) throw new Error(`${command}: ${reply?.code ?? 'no answer'}`);
  return reply.output as OutputOf<Protocol[Name]>;
}

/** The code that a command was refused with; undefined where it was done. */
export const refusal = (window: View, command: CommandName, input?: Record<string, unknown>) =>
  ask(window, command, input as never).then(
    () => undefined,
    (error: Error) => error.message.split(': ')[1],
  );
