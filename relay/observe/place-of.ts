/**
 * Where in the program an error was made: line and column of the first frame of its stack. All that a log may hold of
 * an error that nobody expected; its message may quote what a person wrote.
 */
export function placeOf(error: unknown): { readonly line: number; readonly column: number } {
  const stack = error instanceof Error ? String(error.stack).slice(error.message.length) : '';
  const [, line = 0, column = 0] = /^\s+at .*?:(\d+):(\d+)\)?$/m.exec(stack) ?? [];
  return { line: Number(line), column: Number(column) };
}
