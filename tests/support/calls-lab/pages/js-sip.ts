import JsSIP from 'jssip';
import type { RTCSession } from 'jssip/lib/RTCSession';
import { countAll, openCamera, options, picture, publish, show, shown } from './media';
import { drawTexts } from './texts';

// The same page with JsSIP: registers, calls whom it is told, answers every call with its camera, sends MESSAGE.
// Options: sip, domain, name; texts: with whom there is a box to write to.

let state = 'new';
const heard: string[] = [];
let session: RTCSession | undefined;
const [name, domain] = [options.text('name', 'somebody'), options.text('domain', 'lab.test')];
const addressOf = (user: string): string => `sip:${user}@${domain}`;

const agent = new JsSIP.UA({
  uri: addressOf(name),
  sockets: [new JsSIP.WebSocketInterface(options.text('sip', ''))],
  register: true,
  session_timers: false,
});

function follow(next: RTCSession): void {
  session = next;
  const watch = (connection: RTCPeerConnection): void => {
    const remote = new MediaStream();
    connection.addEventListener('track', ({ track }) => {
      remote.addTrack(track);
      show('other', remote);
    });
  };
  // Of a call that goes out, the connection is there already.
  if (next.connection !== undefined && next.connection !== null) watch(next.connection);
  else next.on('peerconnection', ({ peerconnection }: { peerconnection: RTCPeerConnection }) => watch(peerconnection));
  // It waits for the last candidate otherwise, for which a browser takes its time.
  next.on('icecandidate', ({ ready }: { ready: () => void }) => ready());
  next.on('confirmed', () => {
    state = 'in-call';
  });
  next.on('failed', ({ cause }: { cause: string }) => {
    state = `failed: ${cause}`;
  });
  next.on('ended', () => {
    state = 'ended';
  });
}

const fail = (error: unknown): void => {
  state = `failed: ${String(error)}`;
};
const pcConfig = { iceServers: [] };

agent.on('registered', () => {
  state = 'registered';
});
agent.on('newRTCSession', ({ session: next, originator }: { session: RTCSession; originator: string }) => {
  follow(next);
  if (originator === 'remote') openCamera().then((mediaStream) => next.answer({ mediaStream, pcConfig }), fail);
});
agent.on(
  'newMessage',
  ({ originator, request }: { originator: string; request: { readonly body?: string | undefined } }) => {
    if (originator !== 'remote') return;
    heard.push(request.body ?? '');
    texts?.show(request.body ?? '', false);
  },
);

const acts: Readonly<Record<string, (about: string) => Promise<unknown> | void>> = {
  call: async (other) => {
    agent.call(addressOf(other), { mediaStream: await openCamera(), pcConfig });
  },
  message: (about) => {
    const [other = '', ...words] = about.split(' ');
    return message(other, words.join(' '));
  },
  'hang-up': () => session?.terminate(),
};

const message = (other: string, words: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const failed = ({ cause }: { cause?: string }) => reject(new Error(cause));
    agent.sendMessage(addressOf(other), words, { eventHandlers: { succeeded: () => resolve(), failed } });
  });
const partner = options.text('texts', '');
const texts = partner === '' ? undefined : drawTexts(partner, (words) => message(partner, words));

publish({
  state: () => state,
  counts: () => {
    const connection = session?.connection;
    return countAll(connection === undefined || connection === null ? [] : [connection]);
  },
  shown,
  picture,
  say: async () => undefined,
  heard: () => heard,
  act: async (what, about = '') => {
    await acts[what]?.(about);
  },
});
agent.start();
