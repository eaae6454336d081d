/** What a person can set. Nothing here is secret. */
export type Settings = {
  /** Minutes without use until the keys lock; 0 = never by time. */
  readonly autoLockMinutes: number;
  readonly lockWhenIdle: boolean;
  readonly lockWhenScreenLocks: boolean;
  /** The person's own words in the composer's head, which no page can know. */
  readonly phrase: string;
};

export const DEFAULT_SETTINGS: Settings = {
  autoLockMinutes: 60,
  lockWhenIdle: false,
  lockWhenScreenLocks: true,
  phrase: '',
};
