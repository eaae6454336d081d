import { atMost } from '../core/timing';
import type { Deps } from './deps';

/** So long a goodbye may take: keys that a person locks are locked, whatever hangs. */
const GOODBYE_MS = 1_500;

/** A person locks: others are told what ends with it, while they still can be, and then it is locked in any case. */
export async function lockNow({ calls, chat, autoLock, onFailure }: LockParts): Promise<void> {
  // The call first: what it says on leaving goes through chat.
  await atMost(calls.events.onLocking(), GOODBYE_MS).catch(onFailure);
  await atMost(chat.events.onLocking(), GOODBYE_MS).catch(onFailure);
  await autoLock.lockNow();
}

export type LockParts = {
  readonly calls: { readonly events: Pick<Deps['calls']['events'], 'onLocking'> };
  readonly chat: { readonly events: Pick<Deps['chat']['events'], 'onLocking'> };
  readonly autoLock: { lockNow(): Promise<unknown> };
  readonly onFailure: Deps['onFailure'];
};
