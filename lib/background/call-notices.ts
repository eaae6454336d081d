import type { CallPorts } from '../calls/ports';
import type { CallId } from '../core/calls';
import { createSerial } from '../core/serial';
import type { Settings } from '../core/settings';
import type { PageCallPorts } from '../pagecalls/contract';

type CallNoticePorts = {
  readonly settings: () => Promise<Settings>;
  readonly show: (id: string, title: string, message: string) => Promise<void>;
  readonly clear: (id: string) => Promise<void>;
  readonly onPress: (listener: (id: string) => void) => void;
  readonly openApp: (hash: string) => Promise<void>;
  readonly openCall: (id: string) => Promise<void>;
  readonly isActive: () => boolean;
  readonly onFailure: (error: unknown) => void;
};

type Notices = {
  readonly call: CallPorts['notify'];
  readonly quiet: CallPorts['quiet'];
  readonly page: PageCallPorts['notify'];
};

const CALL = 'call';
const PAGE = 'page-call';

/** System notifications of calls; a press shows the call, or the list. Call it in the first turn of the background. */
export function createCallNotices(ports: CallNoticePorts): Notices {
  const { settings, show, clear, onFailure } = ports;
  /** What rings, as far as this background knows. */
  let ringing: CallId | undefined;
  // What is to vanish does not come after it vanished.
  const inTurn = createSerial();
  const quietly = (work: () => Promise<void>): void => {
    inTurn(work).catch(onFailure);
  };
  /** Names are shown where that was chosen for messages, too. */
  const tell = (id: string, name: string, named: string, plain: string): void =>
    quietly(async () => {
      const { notify } = await settings();
      if (notify === 'off') return;
      if (notify === 'content' && name !== '') await show(id, name, named);
      else await show(id, 'Sotto', plain);
    });

  ports.onPress((id) => {
    if (id !== CALL) return;
    const call = ports.isActive() ? ringing : undefined;
    quietly(() => (call === undefined ? ports.openApp('calls') : ports.openCall(call)));
  });
  return {
    call({ id, kind, name }) {
      ringing = kind === 'ringing' ? id : undefined;
      if (kind === 'ringing') tell(CALL, name, 'Calls you.', 'Somebody calls you.');
      else tell(CALL, name, 'Called you, and you missed it.', 'You missed a call.');
    },
    quiet() {
      ringing = undefined;
      quietly(() => clear(CALL));
    },
    page: ({ name, origin }) =>
      tell(
        PAGE,
        name,
        `Asks to protect a call at ${new URL(origin).host}.`,
        'Somebody asks to protect a call. Open the page of the call to answer.',
      ),
  };
}
