import type { ConversationSummary, LinkState, RelayStatus } from './chat';

/** What of chat is said at a glance, in a page and in the toolbar: counts alone, nothing about who. */
export type ChatGlance = {
  /** Messages that were not on a screen yet; 0 while locked. */
  readonly unread: number;
  /** Messages of mine that the relay does not have yet. */
  readonly queued: number;
  readonly relay: LinkState['phase'];
  /** People whose certificate waits for my decision; 0 while locked. */
  readonly requests: number;
  /** What came while locked, and is not opened. */
  readonly unopened: number;
};

/** `undefined` where there is no account and nothing to say. `conversations` is left out while locked. */
export function glanceOf(
  { link, account, queued, unopened }: RelayStatus,
  conversations: readonly ConversationSummary[] = [],
): ChatGlance | undefined {
  const unread = conversations.reduce((sum, one) => sum + one.unread, 0);
  if (account === undefined && unread === 0) return undefined;
  const requests = conversations.filter(({ status }) => status.channel === 'your-decision').length;
  return { unread, queued, relay: link.phase, requests, unopened };
}

const counted = (count: number, one: string, more: string): readonly string[] =>
  count === 0 ? [] : [count === 1 ? `1 ${one}` : `${count} ${more}`];

/** Behind the state of the relay: what waits for it. */
export const waitingWords = (queued: number): string =>
  queued === 0 ? '' : queued === 1 ? ', 1 message waits' : `, ${queued} messages wait`;

const relayWords = ({ relay, queued }: ChatGlance): readonly string[] => {
  const waiting = waitingWords(queued);
  switch (relay) {
    // On its way: there is nothing to say before it is known.
    case 'online':
    case 'connecting':
      return [];
    case 'offline':
      return [`Relay not reachable${waiting}`];
    case 'stopped':
      return [`Relay stopped${waiting}`];
    case 'absent':
      return waiting === '' ? [] : [`Not logged in to a relay${waiting}`];
  }
};

/** What there is to say, the most pressing first; without full stops. */
export const glanceWords = (glance: ChatGlance): readonly string[] => [
  ...counted(glance.requests, 'request waits for your decision', 'requests wait for your decision'),
  ...counted(glance.unread, 'new message', 'new messages'),
  ...counted(glance.unopened, 'sealed message came', 'sealed messages came'),
  ...relayWords(glance),
];

/** Whether a person has to do something. */
export const asksForAttention = ({ requests, relay }: ChatGlance): boolean => requests > 0 || relay === 'stopped';
