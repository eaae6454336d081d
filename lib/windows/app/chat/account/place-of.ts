import type { ErrorCode } from '../../../../core/error-codes';

/** Beside which field a refusal stands; `form` where it is of none. */
export function placeOf(code: ErrorCode | undefined): 'relay' | 'name' | 'password' | 'invitation' | 'form' {
  switch (code) {
    case 'relay/address':
    case 'relay/unreachable':
    case 'relay/version':
    case 'relay/registration-closed':
      return 'relay';
    case 'relay/login-failed':
      return 'password';
    case 'relay/invitation':
      return 'invitation';
    case 'chat/bad-address':
      return 'name';
    default:
      return 'form';
  }
}
