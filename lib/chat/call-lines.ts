import type { CallLines } from '../core/call-lines';
import { AppError } from '../core/errors';

const notYet = () => Promise.reject(new AppError('call/not-open'));

/** What calls need of chat. */
export const createCallLines = (): CallLines => ({
  open: async () => [],
  peer: notYet,
  send: notYet,
  note: notYet,
  myCertificate: notYet,
  compared: notYet,
});
