import type { LinkState } from '../../../../lib/core/chat';
import { AppError } from '../../../../lib/core/errors';
import type { DeviceId, UserId } from '../../../../lib/core/wire/ids';
import type { RequestOutput } from '../../../../lib/core/wire/requests';
import type { RelayAccount, RelayLink } from '../../../../lib/net/contract';

type Taken = RequestOutput<'prekeys.take'>;
type Published = { readonly user: UserId; readonly bundle: Uint8Array; readonly oneTime: Uint8Array[] };

/** A relay of which a meeting sees the prekeys alone. `lie`: what it answers in the place of the truth. */
export function createDirectory() {
  const published = new Map<DeviceId, Published>();
  const state = {
    lie: undefined as ((user: UserId, truth: Taken) => Taken) | undefined,
    asked: [] as string[],
    /** A question to which it says that there were too many. */
    refuses: undefined as string | undefined,
  };

  const take = (user: UserId): Taken =>
    [...published]
      .filter(([, one]) => one.user === user)
      .map(([device, { bundle, oneTime }]) => ({ device, bundle: bundle.slice(), oneTime: oneTime.shift() }));

  return {
    state,
    published,
    take,
    left: (device: DeviceId) => published.get(device)?.oneTime.length ?? 0,
    linkOf(account: () => RelayAccount, isOnline: () => boolean): RelayLink {
      const answer = async (name: string, input: unknown): Promise<unknown> => {
        if (!isOnline()) throw new AppError('relay/unreachable');
        state.asked.push(name);
        if (name === state.refuses) throw new AppError('relay/wait');
        const { user, device } = account();
        switch (name) {
          case 'prekeys.count':
            return { left: published.get(device)?.oneTime.length ?? 0 };
          case 'prekeys.publish': {
            const { bundle, oneTime } = input as { bundle: Uint8Array; oneTime: readonly Uint8Array[] };
            published.set(device, { user, bundle: bundle.slice(), oneTime: oneTime.map((key) => key.slice()) });
            return undefined;
          }
          case 'prekeys.take': {
            const wanted = (input as { user: UserId }).user;
            const truth = take(wanted);
            return wanted === user ? truth : (state.lie?.(wanted, truth) ?? truth);
          }
          default:
            throw new AppError('relay/internal');
        }
      };
      return {
        state: (): LinkState =>
          isOnline() ? { phase: 'online' } : { phase: 'offline', code: 'relay/unreachable', nextTry: 0 },
        start: () => undefined,
        stop: () => undefined,
        wake: () => undefined,
        ask: answer as RelayLink['ask'],
        send: () => isOnline(),
        onFrames: () => undefined,
        onState: () => undefined,
      };
    },
  };
}

export type Directory = ReturnType<typeof createDirectory>;
