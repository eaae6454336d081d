import { Button } from '../../components/button';
import { Notice } from '../../components/notice';
import type { ErrorCode } from '../core/error-codes';
import { sentenceFor } from '../core/errors';

type ProblemProps = { readonly code: ErrorCode | undefined; readonly again?: () => void };

/** A failure in its sentence: what happened, what to do. */
export function Problem({ code, again }: ProblemProps) {
  if (code === undefined) return null;
  return (
    <Notice tone="stop" actions={again === undefined ? undefined : <Button onClick={again}>Try again</Button>}>
      {sentenceFor(code)}
    </Notice>
  );
}
