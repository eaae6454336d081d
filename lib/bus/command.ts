import type { Parser } from '../core/parse';
import type { SenderClass } from './sender';

declare const output: unique symbol;

/** One command of the bus: who may say it, what it carries, what comes back. */
export type Command<From extends SenderClass = SenderClass, Input = unknown, Output = unknown> = {
  readonly from: readonly From[];
  readonly input: Parser<Input>;
  readonly [output]?: Output;
};

export type InputOf<C> = C extends Command<SenderClass, infer Input, unknown> ? Input : never;
export type OutputOf<C> = C extends { readonly [output]?: infer Output } ? Output : never;

/** `command(['window'], parseNothing).returns<VaultState>()` */
export function command<const From extends SenderClass, Input>(from: readonly From[], input: Parser<Input>) {
  return { returns: <Output>(): Command<From, Input, Output> => ({ from, input }) };
}
