import { randomBytes } from 'node:crypto';
import { client, ready, server } from '@serenity-kit/opaque';
import { AppError } from '../../lib/core/errors';
import type { UserId } from '../../lib/core/wire/ids';
import { createTurns } from './turns';

/** The relay's half of OPAQUE (RFC 9807). What does not parse fails with `wire/malformed`. */
export type OpaqueServer = {
  /** Resolves when it is this one's turn: what a login costs beside OPAQUE is spread out in the same way. */
  turn(): Promise<void>;
  /** CreateRegistrationResponse, RFC 9807, 5.2.2. */
  answerRegistration(user: UserId, request: Uint8Array): Promise<Uint8Array>;
  /** Fails with `wire/malformed` where nobody could ever log in with this record. */
  checkRecord(record: Uint8Array): Promise<void>;
  /** GenerateKE2, RFC 9807, 6.2.2. Without a record, an answer that none can tell from a real one: 6.3.2.2. */
  answerLogin(
    user: UserId,
    record: Uint8Array | undefined,
    request: Uint8Array,
  ): Promise<{ readonly state: string; readonly message: Uint8Array }>;
  /** ServerFinish, RFC 9807, 6.2.4: whether the client knew the password. */
  finishLogin(state: string, message: Uint8Array): boolean;
};

export const newOpaqueSetup = async (): Promise<string> => {
  await ready;
  return server.createSetup();
};

/** True for what `newOpaqueSetup` made. */
export const isOpaqueSetup = async (setup: string): Promise<boolean> => {
  await ready;
  try {
    return server.getPublicKey(setup).length > 0;
  } catch {
    return false;
  }
};

/** `setup` as `newOpaqueSetup` made it: whoever changes it makes every password unknown. */
export async function createOpaqueServer(setup: string): Promise<OpaqueServer> {
  await ready;
  const turns = createTurns();
  const nobody = recordOfNobody(setup);
  const probe = client.startLogin({ password: 'probe' }).startLoginRequest;

  const startLogin = (user: string, record: string, request: string) =>
    parsed(() =>
      server.startLogin({
        serverSetup: setup,
        userIdentifier: user,
        registrationRecord: record,
        startLoginRequest: request,
      }),
    );

  return {
    turn: () => turns(() => undefined),
    answerRegistration: async (user, request) => {
      const { registrationResponse } = await turns(() =>
        parsed(() =>
          server.createRegistrationResponse({
            serverSetup: setup,
            userIdentifier: user,
            registrationRequest: toText(request),
          }),
        ),
      );
      return toOctets(registrationResponse);
    },
    checkRecord: async (record) => {
      await turns(() => startLogin('probe', toText(record), probe));
    },
    answerLogin: async (user, record, request) => {
      const known = record === undefined ? nobody : toText(record);
      const started = await turns(() => startLogin(user, known, toText(request)));
      return { state: started.serverLoginState, message: toOctets(started.loginResponse) };
    },
    finishLogin: (state, message) => {
      try {
        server.finishLogin({ serverLoginState: state, finishLoginRequest: toText(message) });
        return true;
      } catch {
        return false;
      }
    },
  };
}

/**
 * A record as any other, of a password that nobody knows. The library could make one up at each try, but that takes
 * another way through it, 5 % shorter: a difference that can be measured from outside.
 */
function recordOfNobody(setup: string): string {
  const password = randomBytes(32).toString('base64url');
  const { clientRegistrationState, registrationRequest } = client.startRegistration({ password });
  const { registrationResponse } = server.createRegistrationResponse({
    serverSetup: setup,
    userIdentifier: 'nobody',
    registrationRequest,
  });
  const { registrationRecord } = client.finishRegistration({
    password,
    registrationResponse,
    clientRegistrationState,
    // The password has 256 bits: stretching it would only make the start slow.
    keyStretching: { 'argon2id-custom': { iterations: 1, memory: 8, parallelism: 1 } },
  });
  return registrationRecord;
}

const toText = (octets: Uint8Array): string =>
  Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('base64url');
const toOctets = (text: string): Uint8Array => Buffer.from(text, 'base64url');

/** The library says by words alone what it does not like: whatever it throws, the message was not one of OPAQUE. */
function parsed<T>(call: () => T): T {
  try {
    return call();
  } catch (cause) {
    throw new AppError('wire/malformed', { cause });
  }
}
