import { beforeEach, describe, expect, it } from 'vitest';
import { pauseAfter } from '../../../lib/vault/failures';
import { createPassphraseGate } from '../../../lib/vault/passphrase-gate';
import { Killed, newFuse } from '../../support/mortal';
import { createProfile, PASSPHRASE, type Profile } from '../../support/vault-world';

let profile: Profile;
beforeEach(async () => {
  profile = createProfile();
  const { vault } = profile.start();
  await vault.create(PASSPHRASE);
  await vault.lock();
});

const wrong = (times: number) => async () => {
  for (let time = 0; time < times; time++) {
    await expect(profile.start().vault.unlock('not the passphrase')).rejects.toThrow('vault/wrong-passphrase');
  }
};

describe('wrong passphrases', () => {
  it('pause for 1 s after the third, then twice as long each time, 5 minutes at most', () => {
    expect([1, 2, 3, 4, 5, 11, 12, 40].map(pauseAfter)).toEqual([0, 0, 1_000, 2_000, 4_000, 256_000, 300_000, 300_000]);
  });

  it('pause even the right passphrase, also for the next background', async () => {
    await wrong(3)();
    await expect(profile.start().vault.unlock(PASSPHRASE)).rejects.toThrow('vault/wait');
    expect(await profile.start().vault.state()).toEqual({ phase: 'locked', pausedUntil: profile.now + 1_000 });
    profile.restartBrowser();
    await expect(profile.start().vault.unlock(PASSPHRASE)).rejects.toThrow('vault/wait');
  });

  it('pause from the end of the try, however long it took', async () => {
    const { store } = profile.start();
    let counted = 0;
    const saveFailures: typeof store.vault.saveFailures = async (failures) => {
      await store.vault.saveFailures(failures);
      if (failures.wrong > counted) profile.now += 700;
      counted = failures.wrong;
    };
    const gate = createPassphraseGate({ ...store.vault, saveFailures }, { now: () => profile.now });
    const record = await gate.requireRecord();
    for (let time = 0; time < 3; time++) {
      expect(await gate.tryPassphrase(record, 'not the passphrase')).toBeUndefined();
    }
    expect(await gate.pausedUntil()).toBe(profile.now + 1_000);
  });

  it('are forgotten once the right one was given', async () => {
    await wrong(3)();
    profile.now += 1_000;
    const { vault } = profile.start();
    await vault.unlock(PASSPHRASE);
    await vault.lock();
    await wrong(2)();
    expect((await vault.unlock(PASSPHRASE)).phase).toBe('unlocked');
  });

  it('count for change of passphrase and create as well', async () => {
    const { vault } = profile.start();
    for (let time = 0; time < 2; time++) {
      await expect(vault.changePassphrase('not the passphrase', 'seven quiet copper')).rejects.toThrow();
    }
    await expect(vault.create('not the passphrase either')).rejects.toThrow('vault/exists');
    await expect(vault.unlock(PASSPHRASE)).rejects.toThrow('vault/wait');
  });

  it('count although the background is killed while it tries', async () => {
    for (let time = 0; time < 3; time++) {
      await expect(profile.start(newFuse(2)).vault.unlock(PASSPHRASE)).rejects.toBeInstanceOf(Killed);
    }
    await expect(profile.start().vault.unlock(PASSPHRASE)).rejects.toThrow('vault/wait');
  });

  it('are tried one after another, however many are asked at once', async () => {
    const { vault } = profile.start();
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => vault.unlock('not the passphrase')));
    const codes = results.map((result) => (result.status === 'rejected' ? (result.reason as Error).message : 'ok'));
    expect(codes.filter((code) => code === 'vault/wrong-passphrase')).toHaveLength(3);
    expect(codes.filter((code) => code === 'vault/wait')).toHaveLength(5);
  });

  it('pause no longer than they were to where the clock is set back, and no shorter', async () => {
    await wrong(3)();
    profile.now -= 500_000;
    await expect(profile.start().vault.unlock(PASSPHRASE)).rejects.toThrow('vault/wait');
    profile.now += 1_000;
    expect((await profile.start().vault.unlock(PASSPHRASE)).phase).toBe('unlocked');
  });
});
