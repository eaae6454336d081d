import type { Settings } from '../core/settings';
import type { VaultState } from '../core/vault-state';
import type { Deadline } from './deadline';
import type { Vault } from './vault';

/** Alarms outlive the background and wake it. */
type Alarms = {
  set(name: string, at: number): Promise<void>;
  clear(name: string): Promise<void>;
  onAlarm(listener: (name: string) => void): void;
};

type Idle = { onChange(listener: (state: 'active' | 'idle' | 'locked') => void): void };

export type AutoLockPorts = {
  readonly vault: Vault;
  readonly alarms: Alarms;
  readonly idle: Idle;
  readonly settings: () => Promise<Settings>;
  /** Told what failed where nobody waits for the answer. */
  readonly onFailure: (error: unknown) => void;
};

export type AutoLock = {
  /** The keys were used just now, or the settings changed. */
  touch(): Promise<void>;
  /** Milliseconds since 1970; `undefined` while locked or where time does not lock. */
  locksAt(): Promise<number | undefined>;
  lockNow(): Promise<VaultState>;
};

const ALARM = 'auto-lock';

/** The vault's `lifetime` port, from the settings. */
export const lifetimeOf = ({ autoLockMinutes }: Settings): number | 'never' =>
  autoLockMinutes === 0 ? 'never' : autoLockMinutes * 60_000;

/**
 * Locks by time without use, by idleness, with the screen. Call it while the background starts, before any await:
 * the browser wakes a dead background only for listeners that are there at once. The deadline itself is kept and
 * held by the vault, so that a late or lost alarm never leaves the keys open for the next use.
 */
export function createAutoLock({ vault, alarms, idle, settings, onFailure }: AutoLockPorts): AutoLock {
  const inBackground = (work: Promise<unknown>): void => {
    work.catch(onFailure);
  };
  /** What this background set last: each key stroke counts as use, and not each needs an alarm. */
  let scheduled: Deadline | undefined;
  const schedule = async (deadline: Deadline | undefined): Promise<void> => {
    if (typeof deadline === 'number' && deadline === scheduled) return;
    scheduled = deadline;
    if (typeof deadline === 'number') await alarms.set(ALARM, deadline);
    else await alarms.clear(ALARM);
  };
  const locksAt = async () => (await vault.state()).locksAt;

  /** Asking for the state locks where the deadline has passed; an alarm that came early is set again. */
  const check = async () => {
    scheduled = undefined;
    await schedule(await locksAt());
  };
  const lockFor = async (state: 'idle' | 'locked') => {
    const { lockWhenIdle, lockWhenScreenLocks } = await settings();
    if (lockWhenIdle || (state === 'locked' && lockWhenScreenLocks)) await vault.lock();
  };

  alarms.onAlarm((name) => {
    if (name === ALARM) inBackground(check());
  });
  idle.onChange((state) => {
    if (state !== 'active') inBackground(lockFor(state));
  });
  vault.onChange(() => inBackground(check()));

  return {
    touch: async () => schedule(await vault.touch()),
    locksAt,
    lockNow: () => vault.lock(),
  };
}
