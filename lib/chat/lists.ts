import { statusOf } from '../channel/channel';
import { digitsOf } from '../channel/comparison';
import type { ConversationId, ConversationSummary, ConversationView } from '../core/chat';
import type { Entry } from './book';
import { ownerOf } from './owner';
import type { Meeting, Outbox, Parts, Talking } from './seams';

type ListPorts = Pick<Parts, 'book' | 'certificates'> & {
  readonly meeting: Pick<Meeting, 'status'>;
  readonly talking: Pick<Talking, 'isTyping' | 'isOnline'>;
  readonly outbox: Pick<Outbox, 'queued'>;
};

/** What the list of conversations and the head of one show. */
export function createLists({ book, certificates, meeting, talking, outbox }: ListPorts) {
  const summary = async (entry: Entry): Promise<ConversationSummary> => {
    const { record } = entry;
    const [{ name }, status, queued] = await Promise.all([
      ownerOf({ certificates }, entry.record),
      meeting.status(entry),
      outbox.queued(record.id),
    ]);
    return {
      id: record.id,
      user: record.user,
      name,
      ...(record.peer === undefined ? {} : { fingerprint: record.peer.certificate }),
      status,
      unread: record.unread,
      queued,
      lastAt: record.lastAt,
      preview: record.preview,
      draft: record.draft,
      online: talking.isOnline(record.id),
      typing: talking.isTyping(record.id),
    };
  };

  const view = async (id: ConversationId): Promise<ConversationView> => {
    const entry = await book.entry(id);
    // Read before anything is awaited: the octets of an older state are overwritten.
    const channel = entry.channel === undefined ? undefined : statusOf(entry.channel);
    const [row, { email }] = await Promise.all([summary(entry), ownerOf({ certificates }, entry.record)]);
    const isOpen = row.status.channel === 'open';
    const { record } = entry;
    return {
      ...row,
      ...(email === undefined ? {} : { email }),
      ...(channel?.started === undefined ? {} : { startedAt: channel.started }),
      ...(isOpen && channel?.comparison !== undefined ? { comparison: digitsOf(channel.comparison) } : {}),
      ...(row.status.changed === 'certificate' && record.rival !== undefined
        ? { rival: record.rival.certificate }
        : {}),
      noTrace: isOpen && record.theirNoTrace,
    };
  };

  return {
    /** The last one that something happened in comes first. */
    async list(): Promise<readonly ConversationSummary[]> {
      const rows = await Promise.all((await book.entries()).map(summary));
      return rows.sort((one, other) => other.lastAt - one.lastAt);
    },
    view,
  };
}
