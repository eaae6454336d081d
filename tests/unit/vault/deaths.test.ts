import { describe, expect, it } from 'vitest';
import type { Vault } from '../../../lib/vault/vault';
import { Killed, newFuse } from '../../support/mortal';
import { createProfile, OTHER_PASSPHRASE, PASSPHRASE, type Profile } from '../../support/vault-world';

const octets = new TextEncoder().encode('a private thing');

/** What a background does when it is killed, and how the next one proves that nothing is half done. */
type Case = {
  readonly name: string;
  readonly before: (profile: Profile) => Promise<void>;
  readonly act: (vault: Vault) => Promise<unknown>;
  /** Passphrases of which exactly one must open afterwards. */
  readonly passphrases: readonly string[];
};

const makeLocked = async (profile: Profile) => {
  const { vault } = profile.start();
  await vault.create(PASSPHRASE);
  await vault.lock();
};
const makeUnlocked = async (profile: Profile) => void (await profile.start().vault.create(PASSPHRASE));

const CASES: readonly Case[] = [
  { name: 'create', before: async () => {}, act: (vault) => vault.create(PASSPHRASE), passphrases: [PASSPHRASE] },
  { name: 'unlock', before: makeLocked, act: (vault) => vault.unlock(PASSPHRASE), passphrases: [PASSPHRASE] },
  { name: 'lock', before: makeUnlocked, act: (vault) => vault.lock(), passphrases: [PASSPHRASE] },
  { name: 'touch', before: makeUnlocked, act: (vault) => vault.touch(), passphrases: [PASSPHRASE] },
  {
    name: 'change of passphrase',
    before: makeUnlocked,
    act: (vault) => vault.changePassphrase(PASSPHRASE, OTHER_PASSPHRASE),
    passphrases: [PASSPHRASE, OTHER_PASSPHRASE],
  },
];

async function countWrites({ before, act }: Case): Promise<number> {
  const profile = createProfile();
  await before(profile);
  profile.now += 60_000;
  const fuse = newFuse();
  await act(profile.start(fuse).vault);
  return fuse.writes;
}

async function opens(profile: Profile, passphrase: string): Promise<boolean> {
  const { vault } = profile.start();
  const unlocked = await vault.unlock(passphrase).then(
    () => true,
    () => false,
  );
  if (unlocked) await vault.lock();
  return unlocked;
}

describe.each(CASES)('a background that is killed during $name', (one) => {
  it('leaves a vault that opens with exactly one passphrase, or none at all [req 4]', async () => {
    const writes = await countWrites(one);
    expect(writes).toBeGreaterThan(0);
    for (let dieBefore = 1; dieBefore <= writes; dieBefore++) {
      const profile = createProfile();
      await one.before(profile);
      profile.now += 60_000;
      // `lock` answers although a single removal failed; the others tell.
      await one.act(profile.start(newFuse(dieBefore)).vault).catch((error) => expect(error).toBeInstanceOf(Killed));
      const { vault } = profile.start();
      if ((await vault.state()).phase === 'absent') {
        expect(one.name).toBe('create');
        continue;
      }
      const found: string[] = [];
      for (const passphrase of one.passphrases) if (await opens(profile, passphrase)) found.push(passphrase);
      expect(found, `before write ${dieBefore} of ${writes}`).toHaveLength(1);
    }
  });

  it('finishes when it is asked again by the next background, and keeps what was sealed [req 4]', async () => {
    const writes = await countWrites(one);
    for (let dieBefore = 1; dieBefore <= writes; dieBefore++) {
      const profile = createProfile();
      await one.before(profile);
      const sealer = profile.start().vault;
      const box = one.name === 'create' ? undefined : await sealer.sealAlways(octets, 'draft');
      profile.now += 60_000;
      await one.act(profile.start(newFuse(dieBefore)).vault).catch(() => undefined);
      await one.act(profile.start().vault);
      profile.restartBrowser();
      const { vault } = profile.start();
      await vault.unlock(one.passphrases.at(-1) ?? '');
      if (box !== undefined) expect(await vault.openAlways(box, 'draft')).toEqual(octets);
    }
  });
});

it('never answers locked while another background could still open, if but one of the two removals works [req 4]', async () => {
  for (const dead of ['memory', 'disk'] as const) {
    const profile = createProfile();
    const { vault, store } = profile.start();
    await vault.create(PASSPHRASE);
    const broken = () => Promise.reject(new Error('broken'));
    if (dead === 'memory') profile.memory.remove = broken;
    else Object.assign(store.sessionKeys, { remove: broken });
    await vault.lock();
    expect((await vault.state()).phase).toBe('locked');
    expect((await profile.start().vault.state()).phase).toBe('locked');
  }
});
