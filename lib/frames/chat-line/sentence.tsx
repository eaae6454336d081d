import { useEffect, useState } from 'preact/hooks';
import type { ErrorCode } from '../../core/error-codes';

/**
 * The sentences are as large as all else of a line, there are many lines, and most need none: they come when one is
 * needed. `?lazy` makes them a module apart from the one that lib/core/errors imports, which would put them into every
 * line; that one is left out of the bundle, because nothing here uses it.
 */
let loaded: Readonly<Record<string, string>> | undefined;
const load = async (): Promise<void> => {
  loaded = (await import('../../core/error-codes?lazy')).SENTENCES;
};

export function Sentence({ code }: { readonly code: ErrorCode }) {
  const [, setReady] = useState(loaded !== undefined);
  useEffect(() => {
    if (loaded === undefined)
      load().then(
        () => setReady(true),
        () => undefined,
      );
  }, []);
  return <>{loaded?.[code] ?? 'This cannot be read here.'}</>;
}
