/** `absent`: no passphrase was ever set. */
export type VaultPhase = 'absent' | 'locked' | 'unlocked';

export type VaultState = {
  readonly phase: VaultPhase;
  /** Milliseconds since 1970 until which wrong passphrases have paused unlocking. */
  readonly pausedUntil?: number;
  /** Milliseconds since 1970 at which the keys lock by themselves. */
  readonly locksAt?: number;
};
