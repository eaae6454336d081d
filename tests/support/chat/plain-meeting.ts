import { createChannel, statusOf } from '../../../lib/channel/channel';
import type { ChannelPorts } from '../../../lib/channel/ports';
import { startSession } from '../../../lib/channel/start';
import type { AcceptedStatement, Statement } from '../../../lib/channel/statement';
import type { Entry } from '../../../lib/chat/book';
import { newRecord } from '../../../lib/chat/meeting/new-record';
import type { Meeting, Outbox, Parts, Talking } from '../../../lib/chat/seams';
import type { ConversationId } from '../../../lib/core/chat';
import { toHex, type UserId } from '../../../lib/core/wire/ids';

type PlainParts = Parts & { readonly outbox: Outbox; readonly talking: () => Talking };

/** Two who have accepted each other already: sessions begin and are renewed, and nobody decides anything. */
export function createPlainMeeting(parts: PlainParts) {
  const { book, link } = parts;
  const ports: ChannelPorts = { now: parts.now, random: parts.random, certificate: parts.certificates };

  async function begin(id: ConversationId): Promise<void> {
    const { user } = (await book.entry(id)).record;
    const [there] = await link.ask('prekeys.take', { user });
    if (there === undefined) return;
    await book.step(async () => {
      const entry = await book.entry(id);
      const device = await book.device();
      if (entry.channel === undefined || device === undefined) return;
      const { bundle, oneTime } = there;
      const started = await startSession({ channel: entry.channel, device, bundle, oneTime }, ports);
      if (started.kind === 'refused') throw new Error(started.reason);
      await book.write(await parts.talking().afterOpening({ ...entry, channel: started.channel }));
    });
    parts.outbox.flush();
  }
  const hasSession = ({ channel }: Entry): boolean => channel !== undefined && statusOf(channel).state !== 'none';

  const meeting: Pick<Meeting, 'admit' | 'renew' | 'status' | 'receive' | 'advance' | 'prepareDevice'> = {
    admit: async ({ user }) => {
      const entry = (await book.entries()).find(({ record }) => record.user === user);
      return entry?.record.peer === undefined || entry.record.ended ? undefined : entry;
    },
    renew: begin,
    status: async ({ record, channel }) => {
      if (record.ended) return { channel: 'ended', endedBy: record.ended.by, writable: false, decision: 'verified' };
      const state = channel === undefined ? 'none' : statusOf(channel).state;
      const shown = state === 'waiting for the other half' ? 'other-half' : state;
      return { channel: shown, writable: true, decision: 'verified' };
    },
    receive: async () => ({}),
    /** Whoever has the lower address begins, and whoever has lost every session. */
    async advance() {
      for (const entry of await book.entries()) {
        const { record } = entry;
        if (record.ended || hasSession(entry) || link.state().phase !== 'online') continue;
        if (record.openedAt !== undefined || record.mine < record.user) await begin(record.id);
      }
    },
    prepareDevice: async () => undefined,
  };

  return {
    ...meeting,
    /** A conversation with this device, accepted on both sides. */
    async accept(peer: Statement, mine: UserId): Promise<ConversationId> {
      const record = {
        ...newRecord(parts, peer.user, mine),
        peer: { certificate: peer.certificate, device: peer.device, statement: toHex(peer.identity), signature: '' },
        introduced: true,
        theyAccepted: true,
      };
      await book.step(() => book.write({ entries: [{ record, channel: createChannel(peer as AcceptedStatement) }] }));
      return record.id;
    },
  };
}
