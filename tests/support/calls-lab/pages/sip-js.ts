import { type Invitation, Inviter, Messager, Registerer, type Session, SessionState, UserAgent, Web } from 'sip.js';
import { countAll, openCamera, options, picture, publish, show, shown } from './media';
import { drawTexts } from './texts';

// A page of SIP.js: registers, calls whom it is told, answers every call with its camera, hangs up, sends MESSAGE.
// Options: sip, domain, name; texts: with whom there is a box to write to.

let state = 'new';
const heard: string[] = [];
let session: Session | undefined;
const [name, domain] = [options.text('name', 'somebody'), options.text('domain', 'lab.test')];

const addressOf = (user: string) => {
  const uri = UserAgent.makeURI(`sip:${user}@${domain}`);
  if (uri === undefined) throw new Error('no SIP address');
  return uri;
};

const agent = new UserAgent({
  uri: addressOf(name),
  transportOptions: { server: options.text('sip', '') },
  // The stream of the page's own camera view; nothing is asked of a STUN server.
  sessionDescriptionHandlerFactory: Web.defaultSessionDescriptionHandlerFactory(() => openCamera()),
  sessionDescriptionHandlerFactoryOptions: {
    peerConnectionConfiguration: { iceServers: [] },
    iceGatheringTimeout: 500,
  },
  logLevel: 'error',
  delegate: {
    onInvite(invitation: Invitation) {
      follow(invitation);
      invitation.accept({ sessionDescriptionHandlerOptions: { constraints: BOTH } }).catch(fail);
    },
    onMessage(message) {
      heard.push(message.request.body);
      texts?.show(message.request.body, false);
      message.accept().catch(fail);
    },
  },
});

const BOTH = { audio: true, video: true };

const handlerOf = (of: Session | undefined) =>
  of?.sessionDescriptionHandler as Web.SessionDescriptionHandler | undefined;

function follow(next: Session): void {
  session = next;
  next.stateChange.addListener((now) => {
    if (now === SessionState.Established) {
      const remote = handlerOf(next)?.remoteMediaStream;
      if (remote !== undefined) show('other', remote);
      state = 'in-call';
    }
    if (now === SessionState.Terminated) state = 'ended';
  });
}

const fail = (error: unknown): void => {
  state = `failed: ${String(error)}`;
};

const acts: Readonly<Record<string, (about: string) => Promise<unknown> | undefined>> = {
  call(other) {
    const inviter = new Inviter(agent, addressOf(other), { sessionDescriptionHandlerOptions: { constraints: BOTH } });
    follow(inviter);
    return inviter.invite();
  },
  message: (about) => {
    const [other = '', ...words] = about.split(' ');
    return message(other, words.join(' '));
  },
  'hang-up': () => session?.bye(),
};

const message = (other: string, words: string) => new Messager(agent, addressOf(other), words).message();
const partner = options.text('texts', '');
const texts = partner === '' ? undefined : drawTexts(partner, (words) => message(partner, words));

publish({
  state: () => state,
  counts: () => {
    const connection = handlerOf(session)?.peerConnection;
    return countAll(connection === undefined ? [] : [connection]);
  },
  shown,
  picture,
  say: async () => undefined,
  heard: () => heard,
  act: async (what, about = '') => {
    await acts[what]?.(about);
  },
});

async function register(): Promise<void> {
  await agent.start();
  const registerer = new Registerer(agent);
  const onAccept = () => {
    state = 'registered';
  };
  await registerer.register({ requestDelegate: { onAccept } });
}
register().catch(fail);
