import { linkToCallProxy } from '../../../lib/callpage/proxy-link/call-link';
import { createTransforms } from './transforms';

// An isolated half whose manners the page's address chooses, and which tells on request what it heard. What it calls
// sealing turns octets over, so that a page that hears a message as it went over the wire is told from one that does not.

const manners = new URLSearchParams(location.search === '' ? window.parent.location.search : location.search);
const half = manners.get('half') ?? 'clear';
const heard: unknown[] = [];
const errors: string[] = [];
const transforms = createTransforms();
const natives = new Map<number, RTCDataChannel>();
const modes: Array<'clear' | 'protected'> = [];
const turn = (octets: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => octets.map((octet) => octet ^ 0x5a);
const attempt = (run: () => void) => {
  try {
    run();
  } catch (error) {
    errors.push(String(error));
  }
};

if (half !== 'none') {
  const link = linkToCallProxy(window, {
    onMet: () => heard.push('met'),
    onConnection: (connection) => heard.push(`connection ${connection}`),
    onConnectionClosed: (connection) => heard.push(`closed ${connection}`),
    onTransceiver(connection, { sender, receiver }) {
      const kind = receiver.track.kind;
      heard.push(`transceiver ${connection} ${kind}`);
      attempt(() => transforms.put(`out ${kind}`, sender));
      attempt(() => transforms.put(`in ${kind}`, receiver));
    },
    onChannel(connection, channel, native) {
      heard.push(`channel ${connection} ${native.label}`);
      natives.set(channel, native);
      native.addEventListener(
        'message',
        ({ data, isTrusted }) => {
          if (modes.at(-1) !== 'protected' || !isTrusted) return;
          const take = (buffer: ArrayBuffer) => {
            const octets = turn(new Uint8Array(buffer));
            const isText = octets[0] === 1;
            link.deliver(channel, { octets: octets.slice(1), text: isText });
          };
          if (data instanceof Blob) void data.arrayBuffer().then(take);
          else if (typeof data !== 'string') take(data as ArrayBuffer);
        },
        { capture: true },
      );
    },
    async onData(channel, { octets, text }) {
      heard.push(`data ${text ? new TextDecoder().decode(octets) : `octets ${octets.length}`}`);
      if (manners.has('slow')) await new Promise((resolve) => setTimeout(resolve, 30));
      const sealed = new Uint8Array(octets.length + 1);
      sealed[0] = text ? 1 : 0;
      sealed.set(octets, 1);
      attempt(() => natives.get(channel)?.send(turn(sealed)));
    },
    onBlind: (what) => heard.push(`blind ${what}`),
  });
  const say = (mode: 'clear' | 'protected') => {
    modes.push(mode);
    link.setMode(mode);
  };
  if (half === 'clear' || half === 'protected') say(half);
  performance.addEventListener('half-clear', () => say('clear'));
  performance.addEventListener('half-protected', () => say('protected'));
  performance.addEventListener('half-stop', () => link.stop());
  performance.addEventListener('half-tell', () => {
    document.documentElement.dataset.heard = JSON.stringify({ heard, errors, counters: transforms.counters });
  });
}
