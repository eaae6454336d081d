import { useEffect, useState } from 'preact/hooks';
import type { ErrorCode } from '../../core/error-codes';

/** The sentences are as large as all else of a line, and most lines need none: they come when one is needed. */
let loaded: Readonly<Record<ErrorCode, string>> | undefined;
const load = async (): Promise<void> => {
  loaded = (await import('../../core/error-codes')).SENTENCES;
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
