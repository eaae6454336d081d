import type { BarState, TalkGlance } from '../../bus/views';
import { asksForAttention, glanceWords } from '../../core/chat-glance';
import { type BarCall, callLine, callStateWords } from './call-words';

export type BarTone = 'neutral' | 'attention';
export type BarStatus = {
  readonly words: string;
  readonly tone: BarTone;
  /** The button's verb and object. */
  readonly action: string;
  readonly window: 'start' | 'unlock' | 'keys' | 'popup';
  readonly canLock: boolean;
  /** Whether there is something in chat to go to. */
  readonly hasChat: boolean;
};

/** What the bar says of this page's protection. No names, no addresses: the page frames it. */
export function barWords({ phase, draftsWaiting, attention, chat, talk, call }: BarState): BarStatus {
  const inCall = call === undefined ? undefined : callLine(call);
  const inChat = chat === undefined ? [] : glanceWords(chat);
  const hasChat = inChat.length > 0;
  const chatWords = inChat.map((words) => ` ${words}.`).join('');
  switch (phase) {
    case 'absent':
      return {
        words: 'Sotto is not set up yet.',
        tone: 'attention',
        action: 'Set up Sotto',
        window: 'start',
        canLock: false,
        hasChat: false,
      };
    case 'no-key':
      return {
        words: 'You have no key yet.',
        tone: 'attention',
        action: 'Make a key',
        window: 'keys',
        canLock: false,
        hasChat: false,
      };
    case 'locked':
      return {
        words: `${callFirst(inCall)}${lockedWords(talk)}${chatWords}${waiting(draftsWaiting)}`,
        tone: talk?.notSent === true || inCall?.isPressing === true ? 'attention' : 'neutral',
        action: 'Unlock',
        window: 'unlock',
        canLock: false,
        hasChat,
      };
    case 'ready': {
      // Whoever asks for a channel brought a certificate: it waits once.
      const certificates = Math.max(0, attention - (chat?.requests ?? 0));
      const waits = `${decisions(certificates)}${chatWords}${waiting(draftsWaiting)}`;
      const words = pageWords(call, inCall, talk);
      const isPressing =
        attention > 0 ||
        talk?.notSent === true ||
        inCall?.isPressing === true ||
        (chat !== undefined && asksForAttention(chat));
      return {
        words: words === undefined ? readyWords(waits) : `${words}${waits}`,
        tone: isPressing ? 'attention' : 'neutral',
        action: inCall?.action ?? 'Open Sotto',
        window: 'popup',
        canLock: true,
        hasChat,
      };
    }
  }
}

/** What is used here: its call, its conversation, or both in one line. */
const pageWords = (
  call: BarState['call'],
  inCall: BarCall | undefined,
  talk: TalkGlance | undefined,
): string | undefined => {
  if (talk === undefined) return inCall?.words;
  if (call === undefined) return talkWords(talk);
  return `Call: ${callStateWords(call)} Chat: ${shortTalkWords(talk)}`;
};

const callFirst = (call: BarCall | undefined): string => (call === undefined ? '' : `${call.words} `);

/** One line: what waits takes the room of what is usual. */
const readyWords = (more: string): string => (more === '' ? 'Ready to seal and open mail here.' : `Ready.${more}`);

/** How the next words in the page's conversation go out. */
const talkWords = ({ way, isVerified, notSent }: TalkGlance): string => {
  if (notSent) return 'Your last message here was not sent: it could not be sealed.';
  if (way === 'none') return 'Ready to seal chats here.';
  const sure = isVerified ? 'verified' : 'not verified';
  return way === 'openpgp' ? `Sealed by OpenPGP, ${sure}.` : `Sealed by a channel of its own, ${sure}.`;
};

/** The same behind "Chat:". */
const shortTalkWords = (talk: TalkGlance): string => {
  if (talk.notSent) return 'your last message was not sent.';
  if (talk.way === 'none') return 'ready to seal.';
  const words = talkWords(talk);
  return words.charAt(0).toLowerCase() + words.slice(1);
};

const lockedWords = (talk: TalkGlance | undefined): string =>
  talk?.notSent === true ? 'Your keys are locked, so your last message here was not sent.' : 'Your keys are locked.';

const waiting = (count: number): string => {
  if (count === 0) return '';
  return count === 1 ? ' 1 unsent message waits.' : ` ${count} unsent messages wait.`;
};

const decisions = (count: number): string => {
  if (count === 0) return '';
  return count === 1 ? ' 1 certificate waits for your decision.' : ` ${count} certificates wait for your decision.`;
};
