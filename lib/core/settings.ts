/** What a person can set. Nothing here is secret. */
export type Settings = {
  /** Minutes without use until the keys lock; 0 = never by time. */
  readonly autoLockMinutes: number;
  readonly lockWhenIdle: boolean;
  readonly lockWhenScreenLocks: boolean;
  /** The person's own words in the composer's head, which no page can know. */
  readonly phrase: string;
  /** Whether contacts in chat see that I am online, and I them: both or nothing. */
  readonly shareOnline: boolean;
  /** Whether they see that I write, and I them. */
  readonly shareTyping: boolean;
  /** What a notification of a message says: nothing, that there is one, or also from whom and how it begins. */
  readonly notify: 'off' | 'plain' | 'content';
  /** Our own calls go through a TURN server or not at all, so that who is called does not see this machine's address. */
  readonly onlyTurn: boolean;
};

export const DEFAULT_SETTINGS: Settings = {
  autoLockMinutes: 60,
  lockWhenIdle: false,
  lockWhenScreenLocks: true,
  phrase: '',
  shareOnline: true,
  shareTyping: true,
  notify: 'plain',
  onlyTurn: false,
};
