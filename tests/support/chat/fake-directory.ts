import { AppError } from '../../../lib/core/errors';
import type { DeviceId, UserId } from '../../../lib/core/wire/ids';

type Published = { readonly user: UserId; bundle: Uint8Array; oneTime: Uint8Array[] };

/** Prekeys as a relay keeps them: one one-time prekey for each who asks, as long as there are any. */
export function createFakeDirectory() {
  const published = new Map<DeviceId, Published>();
  const take = (user: UserId) =>
    [...published].flatMap(([device, one]) =>
      one.user === user ? [{ device, bundle: one.bundle.slice(), oneTime: one.oneTime.shift()?.slice() }] : [],
    );
  return {
    /** The relay forgets what was in its memory. */
    forget: (): void => published.clear(),
    answer(device: DeviceId, user: UserId, name: string, input: unknown): unknown {
      if (name === 'prekeys.count') return { left: published.get(device)?.oneTime.length ?? 0 };
      if (name === 'prekeys.take') return take((input as { user: UserId }).user);
      if (name !== 'prekeys.publish') throw new AppError('relay/not-found');
      const { bundle, oneTime } = input as { bundle: Uint8Array; oneTime: readonly Uint8Array[] };
      const before = published.get(device)?.oneTime ?? [];
      published.set(device, {
        user,
        bundle: bundle.slice(),
        oneTime: [...before, ...oneTime.map((one) => one.slice())],
      });
      return undefined;
    },
  };
}
