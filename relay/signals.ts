/**
 * Resolves at the first SIGTERM or SIGINT; further ones (npm and a terminal send several) change nothing. SIGHUP, until
 * then: files that may have been renewed are opened again.
 */
export function onSignals({ reload }: { readonly reload: () => void }): Promise<void> {
  process.on('SIGHUP', reload);
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve());
  });
}
