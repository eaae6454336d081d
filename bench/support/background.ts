import type { Actor } from '../../tests/support/e2e/cast';

/** Milliseconds from a question of one of our windows to the answer of a background that did not run. */
export async function coldAnswer({ killBackground, window }: Actor): Promise<number> {
  await killBackground();
  return window.evaluate(async () => {
    type Api = { runtime: { sendMessage(message: unknown): Promise<unknown> } };
    const api = globalThis as unknown as { browser?: Api; chrome?: Api };
    const began = performance.now();
    const reply = await (api.browser ?? api.chrome)?.runtime.sendMessage({ command: 'vault.state' });
    if ((reply as { ok?: boolean } | undefined)?.ok !== true) throw new Error('the background did not answer');
    return performance.now() - began;
  });
}
