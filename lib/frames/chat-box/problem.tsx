import { Status } from '../../../components/status';
import type { ErrorCode } from '../../core/error-codes';
import { sentenceFor } from '../../core/errors';

/** Why the last thing was not done: what happened, then what to do. */
export function BoxProblem({ code }: { readonly code: ErrorCode | undefined }) {
  if (code === undefined) return null;
  return (
    <p class="box-problem" role="alert" data-testid="box-problem" data-code={code}>
      <Status tone="stop">{sentenceFor(code)}</Status>
    </p>
  );
}
