import { AppError } from '../core/errors';

/** How a guess is made expensive: the name of a setting of the library, or Argon2id (RFC 9106) as it is told. */
export type KeyStretching =
  | 'memory-constrained'
  | { readonly 'argon2id-custom': { iterations: number; memory: number; parallelism: number } };

/** The client's half of OPAQUE (RFC 9807). What is no message of OPAQUE fails with `relay/broken`. */
export type OpaqueClient = {
  /** CreateRegistrationRequest and FinalizeRegistrationRequest, RFC 9807, 5.2: `answer` gives the relay's answer. */
  register(password: string, answer: (request: Uint8Array) => Promise<Uint8Array>): Promise<Uint8Array>;
  /** GenerateKE1 and GenerateKE3, RFC 9807, 6.2. Fails with `relay/login-failed` where the password is another. */
  logIn(password: string, answer: (request: Uint8Array) => Promise<Uint8Array>): Promise<Uint8Array>;
};

/**
 * The second recommendation of RFC 9106, section 4: 64 MiB, three passes, four lanes. The first, of RFC 9807, section 7,
 * takes 2 GiB and 13 s in a browser.
 */
export const KEY_STRETCHING: KeyStretching = 'memory-constrained';

/**
 * The library unpacks and compiles 300 kB of WebAssembly when it is first evaluated: here, when a person logs in, and
 * not at each start of the background. Bundled, this is a function call; nothing is loaded (a worker would refuse).
 */
async function load() {
  const library = await import('@serenity-kit/opaque');
  await library.ready;
  return library.client;
}

export function createOpaqueClient(keyStretching: KeyStretching = KEY_STRETCHING): OpaqueClient {
  return {
    async register(typed, answer) {
      const client = await load();
      const password = normalised(typed);
      const { clientRegistrationState, registrationRequest } = client.startRegistration({ password });
      const registrationResponse = toText(await answer(toOctets(registrationRequest)));
      const { registrationRecord } = parsed(() =>
        client.finishRegistration({ password, clientRegistrationState, registrationResponse, keyStretching }),
      );
      return toOctets(registrationRecord);
    },
    async logIn(typed, answer) {
      const client = await load();
      const password = normalised(typed);
      const { clientLoginState, startLoginRequest } = client.startLogin({ password });
      const loginResponse = toText(await answer(toOctets(startLoginRequest)));
      const finished = parsed(() => client.finishLogin({ password, clientLoginState, loginResponse, keyStretching }));
      if (finished === undefined) throw new AppError('relay/login-failed');
      return toOctets(finished.finishLoginRequest);
    },
  };
}

/** One password, however a keyboard composes its letters (RFC 8265, 4.2). */
const normalised = (password: string): string => password.normalize('NFC');

/** The library says by words alone what it does not like; what it is given here came from the relay. */
function parsed<T>(call: () => T): T {
  try {
    return call();
  } catch (cause) {
    throw new AppError('relay/broken', { cause });
  }
}

/** Base64url without padding (RFC 4648, 5), as the library speaks. */
const toText = (octets: Uint8Array): string =>
  btoa(String.fromCharCode(...octets))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
const toOctets = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
