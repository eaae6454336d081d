import type { ErrorCode } from '../../../../core/error-codes';
import { sentenceFor } from '../../../../core/errors';

export type Place = 'relay' | 'name' | 'password' | 'invitation' | 'form';

/** Beside which field a refusal stands; `form` where it is of none. */
export function placeOf(code: ErrorCode): Place {
  switch (code) {
    case 'relay/address':
    case 'relay/unreachable':
    case 'relay/version':
    case 'relay/broken':
    case 'relay/registration-closed':
      return 'relay';
    case 'relay/login-failed':
      return 'password';
    case 'relay/invitation':
      return 'invitation';
    case 'relay/name':
    case 'chat/bad-address':
      return 'name';
    default:
      return 'form';
  }
}

/** There is nothing written yet that could wait. */
const OWN_SENTENCES: Partial<Record<ErrorCode, string>> = {
  'relay/unreachable': 'This relay cannot be reached. Check the address and your connection, then try again.',
};

/** The sentence that stands at this place. */
export const problemAt = (place: Place, code: ErrorCode | undefined): string | undefined =>
  code === undefined || placeOf(code) !== place ? undefined : (OWN_SENTENCES[code] ?? sentenceFor(code));
