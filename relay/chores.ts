import { endExpiredSessions } from './handlers/sessions';
import type { Context } from './server/context';

/** A group that commits once in that time keeps its order; by MLS it should every day. */
const EPOCHS_KEPT = 90 * 24 * 3_600_000;

/** What is too old goes, once a minute: sessions, sealed files, the epochs of groups that fell silent. */
export const chores: ReadonlyArray<(ctx: Context) => Promise<unknown>> = [
  endExpiredSessions,
  ({ stores, clock }) => stores.attachments.expire(clock()),
  ({ stores, clock }) => stores.epochs.expire(clock() - EPOCHS_KEPT),
];
