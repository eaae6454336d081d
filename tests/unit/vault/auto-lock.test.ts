import { beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_SETTINGS, type Settings } from '../../../lib/core/settings';
import { createAutoLock, lifetimeOf } from '../../../lib/vault/auto-lock';
import { createProfile, PASSPHRASE, type Profile } from '../../support/vault-world';

/** The browser's side: alarms that outlive backgrounds, and what it tells of the person. */
function createBrowser(profile: Profile) {
  const alarms = new Map<string, number>();
  const world = {
    alarms,
    settings: { ...DEFAULT_SETTINGS, autoLockMinutes: 10 } as Settings,
    failures: [] as unknown[],
    start() {
      profile.lifetime = lifetimeOf(world.settings);
      const { vault } = profile.start();
      let alarm = (_name: string): void => {};
      let idle = (_state: 'active' | 'idle' | 'locked'): void => {};
      const autoLock = createAutoLock({
        vault,
        alarms: {
          set: async (name, at) => void alarms.set(name, at),
          clear: async (name) => void alarms.delete(name),
          onAlarm: (listener) => {
            alarm = listener;
          },
        },
        idle: {
          onChange: (listener) => {
            idle = listener;
          },
        },
        settings: () => Promise.resolve(world.settings),
        onFailure: (error) => void world.failures.push(error),
      });
      return { vault, autoLock, alarm: (name = 'auto-lock') => alarm(name), idle: (state: never) => idle(state) };
    },
  };
  return world;
}

let profile: Profile;
let browser: ReturnType<typeof createBrowser>;
beforeEach(() => {
  profile = createProfile();
  browser = createBrowser(profile);
});
const MINUTE = 60_000;

describe('locking by itself', () => {
  it('sets an alarm for the deadline, moves it with use, and clears it on lock', async () => {
    const { vault, autoLock } = browser.start();
    await vault.create(PASSPHRASE);
    await vi.waitFor(() => expect(browser.alarms.get('auto-lock')).toBe(profile.now + 10 * MINUTE));
    profile.now += MINUTE;
    await autoLock.touch();
    expect(browser.alarms.get('auto-lock')).toBe(profile.now + 10 * MINUTE);
    expect(await autoLock.locksAt()).toBe(profile.now + 10 * MINUTE);
    await autoLock.lockNow();
    await vi.waitFor(() => expect(browser.alarms.size).toBe(0));
    expect(await autoLock.locksAt()).toBeUndefined();
  });

  it('locks when the alarm wakes a background that was dead at the deadline [req 4]', async () => {
    await browser.start().vault.create(PASSPHRASE);
    profile.now += 10 * MINUTE;
    const woken = browser.start();
    woken.alarm();
    await vi.waitFor(() => expect(profile.memory.stored.size).toBe(0));
    expect((await woken.vault.state()).phase).toBe('locked');
  });

  it('does not lock for an alarm that came early, and sets it again', async () => {
    const { vault, alarm } = browser.start();
    await vault.create(PASSPHRASE);
    await vi.waitFor(() => expect(browser.alarms.size).toBe(1));
    browser.alarms.clear();
    profile.now += 9 * MINUTE;
    alarm();
    await vi.waitFor(() => expect(browser.alarms.get('auto-lock')).toBe(profile.now + MINUTE));
    expect((await vault.state()).phase).toBe('unlocked');
  });

  it.each([
    ['idle', { lockWhenIdle: true, lockWhenScreenLocks: false }, 'locked'],
    ['idle', { lockWhenIdle: false, lockWhenScreenLocks: true }, 'unlocked'],
    ['locked', { lockWhenIdle: false, lockWhenScreenLocks: true }, 'locked'],
    ['locked', { lockWhenIdle: false, lockWhenScreenLocks: false }, 'unlocked'],
    ['active', { lockWhenIdle: true, lockWhenScreenLocks: true }, 'unlocked'],
  ] as const)('hears that the machine is %s under %o and is then %s', async (state, settings, phase) => {
    browser.settings = { ...browser.settings, ...settings };
    await browser.start().vault.create(PASSPHRASE);
    // The event finds a background that was born for it.
    const woken = browser.start();
    woken.idle(state as never);
    await vi.waitFor(async () => expect((await woken.vault.state()).phase).toBe(phase));
    expect(browser.failures).toEqual([]);
  });

  it('takes a shorter time from the settings at once', async () => {
    const { vault, autoLock } = browser.start();
    await vault.create(PASSPHRASE);
    profile.lifetime = MINUTE;
    await autoLock.touch();
    expect(await autoLock.locksAt()).toBe(profile.now + MINUTE);
    profile.lifetime = 'never';
    await autoLock.touch();
    expect(browser.alarms.size).toBe(0);
    profile.now += 100 * MINUTE;
    expect((await vault.state()).phase).toBe('unlocked');
  });

  it('touches nothing while locked', async () => {
    const { vault, autoLock } = browser.start();
    await vault.create(PASSPHRASE);
    await vault.lock();
    await autoLock.touch();
    expect(profile.memory.stored.size).toBe(0);
    expect((await vault.state()).phase).toBe('locked');
  });
});
