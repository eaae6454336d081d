import { beforeEach, describe, expect, it } from 'vitest';
import { createProfile, OTHER_PASSPHRASE, PASSPHRASE, type Profile } from '../../support/vault-world';

const octets = new TextEncoder().encode('a private thing');

let profile: Profile;
beforeEach(() => {
  profile = createProfile();
});

describe('a vault', () => {
  it('is absent until a passphrase is set, then unlocked', async () => {
    const { vault } = profile.start();
    expect(await vault.state()).toEqual({ phase: 'absent' });
    expect(await vault.create(PASSPHRASE)).toEqual({ phase: 'unlocked', locksAt: profile.now + 3_600_000 });
  });

  it('refuses to seal, open or unlock where it is absent', async () => {
    const { vault } = profile.start();
    await expect(vault.seal(octets, 'x')).rejects.toThrow('vault/absent');
    await expect(vault.sealAlways(octets, 'x')).rejects.toThrow('vault/absent');
    await expect(vault.unlock(PASSPHRASE)).rejects.toThrow('vault/absent');
  });

  it.each(['short', 'aaaaaaaaaaaaaaaaaaaa', 'abababababababab', 'Password1234', 'qwertyuiop123', 'abcdefghijklmno'])(
    'refuses %s as its passphrase',
    async (weak) => {
      const { vault } = profile.start();
      await expect(vault.create(weak)).rejects.toThrow('vault/weak-passphrase');
      expect((await vault.state()).phase).toBe('absent');
    },
  );

  it('opens what it sealed, in the same context only', async () => {
    const { vault } = profile.start();
    await vault.create(PASSPHRASE);
    const sealed = await vault.seal(octets, 'one place');
    expect(await vault.open(sealed, 'one place')).toEqual(octets);
    await expect(vault.open(sealed, 'another place')).rejects.toThrow('vault/damaged');
    sealed[20] = (sealed[20] ?? 0) ^ 1;
    await expect(vault.open(sealed, 'one place')).rejects.toThrow('vault/damaged');
  });

  it('never seals twice to the same octets', async () => {
    const { vault } = profile.start();
    await vault.create(PASSPHRASE);
    expect(await vault.seal(octets, 'x')).not.toEqual(await vault.seal(octets, 'x'));
  });

  it('opens nothing after lock until it is unlocked again [req 4]', async () => {
    const { vault } = profile.start();
    await vault.create(PASSPHRASE);
    const sealed = await vault.seal(octets, 'x');
    expect(await vault.lock()).toEqual({ phase: 'locked' });
    await expect(vault.open(sealed, 'x')).rejects.toThrow('vault/locked');
    await expect(vault.seal(octets, 'x')).rejects.toThrow('vault/locked');
    await vault.unlock(PASSPHRASE);
    expect(await vault.open(sealed, 'x')).toEqual(octets);
  });

  it('is locked after the browser was restarted [req 4]', async () => {
    await profile.start().vault.create(PASSPHRASE);
    profile.restartBrowser();
    expect((await profile.start().vault.state()).phase).toBe('locked');
  });

  it('goes on unlocked where only the background died [req 4]', async () => {
    const first = profile.start();
    await first.vault.create(PASSPHRASE);
    const sealed = await first.vault.seal(octets, 'x');
    const box = await first.vault.sealAlways(octets, 'draft');
    const second = profile.start();
    expect(await second.vault.open(sealed, 'x')).toEqual(octets);
    expect(await second.vault.openAlways(box, 'draft')).toEqual(octets);
  });

  it('stays locked for the next background too [req 4]', async () => {
    const { vault } = profile.start();
    await vault.create(PASSPHRASE);
    await vault.lock();
    expect((await profile.start().vault.state()).phase).toBe('locked');
  });

  it('is locked by lock even while an unlock is under way [req 4]', async () => {
    const { vault } = profile.start();
    await vault.create(PASSPHRASE);
    await vault.lock();
    const unlocking = vault.unlock(PASSPHRASE);
    await vault.lock();
    await unlocking;
    expect((await vault.state()).phase).toBe('locked');
    expect((await profile.start().vault.state()).phase).toBe('locked');
  });

  it('locks once its deadline passed, alive or dead [req 4]', async () => {
    const alive = profile.start();
    await alive.vault.create(PASSPHRASE);
    const sealed = await alive.vault.seal(octets, 'x');
    profile.now += 3_600_000;
    await expect(profile.start().vault.open(sealed, 'x')).rejects.toThrow('vault/locked');
    await expect(alive.vault.open(sealed, 'x')).rejects.toThrow('vault/locked');
    expect(profile.memory.stored.size).toBe(0);
  });

  it('keeps its deadline moving while it is used, across a death', async () => {
    const first = profile.start();
    await first.vault.create(PASSPHRASE);
    profile.now += 3_000_000;
    expect(await first.vault.touch()).toBe(profile.now + 3_600_000);
    profile.now += 3_000_000;
    expect((await profile.start().vault.state()).phase).toBe('unlocked');
  });

  it('never locks by time where the person said so', async () => {
    profile.lifetime = 'never';
    await profile.start().vault.create(PASSPHRASE);
    profile.now += 1_000 * 86_400_000;
    expect(await profile.start().vault.state()).toEqual({ phase: 'unlocked' });
  });

  it('puts drafts away while locked and opens them only unlocked', async () => {
    const { vault } = profile.start();
    await vault.create(PASSPHRASE);
    await vault.lock();
    const box = await vault.sealAlways(octets, 'draft 1');
    await expect(vault.openAlways(box, 'draft 1')).rejects.toThrow('vault/locked');
    await vault.unlock(PASSPHRASE);
    expect(await vault.openAlways(box, 'draft 1')).toEqual(octets);
    await expect(vault.openAlways(box, 'draft 2')).rejects.toThrow('vault/damaged');
    box[5] = (box[5] ?? 0) ^ 1;
    await expect(vault.openAlways(box, 'draft 1')).rejects.toThrow('vault/damaged');
  });

  it('seals and opens 25 MB', async () => {
    const { vault } = profile.start();
    await vault.create(PASSPHRASE);
    const large = new Uint8Array(25 * 1024 * 1024).fill(7);
    const opened = await vault.openAlways(await vault.sealAlways(large, 'x'), 'x');
    expect(Buffer.compare(opened, large)).toBe(0);
  });

  it('is not made a second time, and create finishes what it began with the same passphrase', async () => {
    const { vault } = profile.start();
    await vault.create(PASSPHRASE);
    const sealed = await vault.seal(octets, 'x');
    await vault.lock();
    await expect(vault.create(OTHER_PASSPHRASE)).rejects.toThrow('vault/exists');
    expect((await vault.create(PASSPHRASE)).phase).toBe('unlocked');
    expect(await vault.open(sealed, 'x')).toEqual(octets);
  });

  it('changes its passphrase and still opens what was sealed before', async () => {
    const { vault } = profile.start();
    await vault.create(PASSPHRASE);
    const sealed = await vault.seal(octets, 'x');
    await expect(vault.changePassphrase(PASSPHRASE, 'short')).rejects.toThrow('vault/weak-passphrase');
    await expect(vault.changePassphrase('not the passphrase', OTHER_PASSPHRASE)).rejects.toThrow(
      'vault/wrong-passphrase',
    );
    await vault.changePassphrase(PASSPHRASE, OTHER_PASSPHRASE);
    expect((await vault.state()).phase).toBe('unlocked');
    await vault.lock();
    await expect(vault.unlock(PASSPHRASE)).rejects.toThrow('vault/wrong-passphrase');
    await vault.unlock(OTHER_PASSPHRASE);
    expect(await vault.open(sealed, 'x')).toEqual(octets);
  });

  it('answers a change of passphrase that is asked again as done', async () => {
    const { vault } = profile.start();
    await vault.create(PASSPHRASE);
    await vault.changePassphrase(PASSPHRASE, OTHER_PASSPHRASE);
    await expect(vault.changePassphrase(PASSPHRASE, OTHER_PASSPHRASE)).resolves.toBeUndefined();
  });

  it('takes a passphrase typed in another Unicode form as the same', async () => {
    const { vault } = profile.start();
    await vault.create('caf\u00e9 violet harbour');
    await vault.lock();
    expect((await vault.unlock('cafe\u0301 violet harbour')).phase).toBe('unlocked');
  });

  it('tells who listens of each lock and unlock', async () => {
    const { vault } = profile.start();
    const heard: string[] = [];
    vault.onChange((phase) => heard.push(phase));
    await vault.create(PASSPHRASE);
    await vault.lock();
    expect(heard).toEqual(['unlocked', 'locked']);
  });

  it('says that it is damaged where the stored record is', async () => {
    const { vault, store } = profile.start();
    await vault.create(PASSPHRASE);
    const record = (await store.vault.read()) as { publicKey: Uint8Array };
    await store.vault.replace({ ...record, publicKey: new Uint8Array(32) } as never);
    profile.restartBrowser();
    await expect(profile.start().vault.unlock(PASSPHRASE)).rejects.toThrow('vault/damaged');
    await store.vault.replace({ version: 1 } as never);
    await expect(profile.start().vault.unlock(PASSPHRASE)).rejects.toThrow('vault/damaged');
  });
});
