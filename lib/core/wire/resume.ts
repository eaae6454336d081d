import { fixed, struct, text } from './codec';
import { encode } from './encode';
import { type UserId, userId } from './ids';

export type Resume = {
  /** Host and port of the relay as the client reached it, so that no relay can use the answer at another. */
  readonly relay: string;
  /** 32 octets of `hello`. */
  readonly challenge: Uint8Array;
  readonly user: UserId;
  /** Ed25519 public key of the device, 32 octets. */
  readonly deviceKey: Uint8Array;
};

const statement = struct({
  context: text(32),
  relay: text(255),
  challenge: fixed(32),
  user: userId,
  deviceKey: fixed(32),
});

/** What a device signs to come back without a password (`account.resume`). */
export const resumeStatement = (resume: Resume): Uint8Array<ArrayBuffer> =>
  encode(statement, { context: 'Sotto relay resume 1', ...resume });
