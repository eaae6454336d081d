import type { CALLS_PROTOCOL } from '../../bus/calls-protocol';
import type { Handlers } from '../../bus/server';
import { AppError } from '../../core/errors';
import { fromHex } from '../../core/wire/ids';
import type { Deps } from '../deps';

type CallsHandlers = Pick<Handlers, Extract<keyof typeof CALLS_PROTOCOL, `calls.${string}` | `call.${string}`>>;

const DIGEST = /^[0-9a-f]{64}$/;
const digestOf = (hex: string): Uint8Array => {
  if (!DIGEST.test(hex)) throw new AppError('bus/bad-input');
  return fromHex(hex);
};

/** Our own calls: the Calls tab, and the window of the call that is under way. */
export function callsHandlers({ calls, autoLock, screen }: Deps): CallsHandlers {
  return {
    'calls.list': () => calls.list(),
    'calls.seen': () => calls.seen(),
    'calls.current': () => calls.current(),
    'calls.start': async ({ id, conversation, video }) => {
      await autoLock.touch();
      await calls.start(id, conversation, video);
    },
    'calls.show': ({ id }) => calls.show(id),
    'calls.write': ({ conversation }) => screen.openApp(`chat/${conversation}`),
    'calls.servers': () => calls.servers(),
    'calls.setServers': ({ servers }) => calls.setServers(servers),
    'call.view': ({ id }) => calls.view(id),
    'call.accept': async ({ id }) => {
      await autoLock.touch();
      await calls.accept(id);
    },
    'call.end': ({ id, why }) => calls.end(id, why),
    'call.say': ({ id, message, signal }) => calls.say(id, message, signal),
    'call.hear': ({ id, after }) => calls.hear(id, after),
    'call.fingerprints': ({ id, mine, theirs }) =>
      calls.fingerprints(id, { mine: digestOf(mine), theirs: digestOf(theirs) }),
    // Keys do not lock in the middle of a call.
    'call.alive': async ({ id, connected }) => {
      await autoLock.touch();
      await calls.alive(id, connected);
    },
    'call.compared': ({ id, characters, same }) => calls.compared(id, characters, same),
  };
}
