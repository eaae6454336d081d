import type { ErrorCode } from '../../lib/core/error-codes';

/** Close codes of RFC 6455, 7.4.2, for private use; the reason is the code of ours. */
const CLOSE_CODES: Partial<Record<ErrorCode, number>> = {
  // Service restart: the registry of RFC 6455, 11.7.
  'relay/draining': 1012,
  'relay/version': 4000,
  'wire/malformed': 4001,
  'relay/not-logged-in': 4002,
  'relay/wait': 4003,
  'relay/too-slow': 4004,
  'relay/replaced': 4005,
  'relay/revoked': 4006,
  'relay/too-large': 4007,
};

/** `relay/internal` where a code has no number of its own. */
export const closeCodeOf = (code: ErrorCode): number => CLOSE_CODES[code] ?? 4999;
