import { readinessOf, withProblem, withSending } from './composer-state';
import type { Desk } from './desk';
import type { Keeping } from './keeping';

export type Sending = { send(): Promise<void>; cancel(): void };

/** Seals and sends what is on the screen, once; whatever fails, the text stays. */
export function createSending({ ports, state, writing, update, report }: Desk, keeping: Keeping): Sending {
  const { ticket, call } = ports;
  let running: AbortController | undefined;

  /** Hidden copies that went out before the failure are written down in the stored draft: they must not go twice. */
  const takeOverCopies = async (): Promise<void> => {
    const { draft } = await call('composer.open', { ticket });
    update((current) => {
      const copiesSent = [...new Set([...current.draft.copiesSent, ...draft.copiesSent])];
      return { ...current, draft: { ...current.draft, copiesSent } };
    });
  };

  return {
    async send() {
      const current = writing();
      if (current === undefined || current.sending !== undefined || !readinessOf(current).ready) return;
      running = new AbortController();
      const { signal } = running;
      const shown = withSending(withProblem(current, undefined), { step: 'sealing', fraction: 0 });
      state.set({ ...shown, leaving: false });
      try {
        await keeping.flush();
        const onProgress = (progress: Parameters<typeof withSending>[1]) =>
          update((latest) => withSending(latest, progress));
        await call('composer.send', { ticket, draft: current.draft }, { signal, onProgress });
        keeping.stop();
        keeping.forget();
        state.set({ step: 'sent' });
      } catch (error) {
        await takeOverCopies().catch(() => undefined);
        update((latest) => withSending(latest, undefined));
        report(error);
      } finally {
        running = undefined;
      }
    },
    cancel: () => running?.abort(),
  };
}
