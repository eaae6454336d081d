import { AppError } from '../../../lib/core/errors';
import type { DeviceId, MessageId } from '../../../lib/core/wire/ids';
import type { Metrics } from '../../observe/ports';
import type { AppendOutcome, Envelope, Left, MailboxLimits, MailboxStore, Stored } from '../ports';
import { gather } from './gather';
import { fromHead, toHead, toKind } from './mailbox-head';
import { ACKNOWLEDGE, APPEND, DROP, EXPIRE, READ } from './mailbox-scripts';
import { everyMessage } from './mailbox-walk';
import type { RedisLink } from './redis-link';
import { asList, asNumber, asOctets, asText, idOctets, idOf } from './replies';

type Append = { readonly envelope: Envelope; readonly to: readonly DeviceId[]; readonly limits: MailboxLimits };
type Acknowledgement = { readonly device: DeviceId; readonly ids: readonly MessageId[] };

const OUTCOMES: readonly AppendOutcome[] = ['stored', 'duplicate', 'full'];
/** Messages of one script: it holds up everything else at Redis for some milliseconds. */
const MOST_APPENDS = 128;
const MOST_DROPPED = 500;

/** Mailboxes in the durable Redis: docs/relay-scaled.md, and the keys in mailbox-scripts.ts. */
export function createMailboxes(link: RedisLink, metrics: Metrics): MailboxStore {
  const append = gather<Append, readonly AppendOutcome[]>(
    async (batch) => {
      const begun = performance.now();
      const outcomes = asList(await link.run(APPEND, [String(batch.length), ...batch.flatMap(appendParameters)]));
      metrics.observe('commit_seconds', (performance.now() - begun) / 1_000);
      let at = 0;
      return batch.map(({ to }) => {
        const mine = outcomes.slice(at, at + to.length).map(toOutcome);
        at += to.length;
        return mine;
      });
    },
    { most: MOST_APPENDS, inFlight: 4 },
  );

  const acknowledge = gather<Acknowledgement, readonly Left[]>(
    async (batch) => {
      const parameters = batch.flatMap(({ device, ids }) => [
        idOctets(device),
        String(ids.length),
        ...ids.map((id) => idOctets(id)),
      ]);
      const notes = asList(await link.run(ACKNOWLEDGE, [String(batch.length), ...parameters]));
      let at = 0;
      return batch.map(({ device, ids }) => {
        const mine = notes.slice(at, at + ids.length).map(asOctets);
        at += ids.length;
        return ids.flatMap((id, index) => toLeft(device, id, mine[index]));
      });
    },
    { most: 256, inFlight: 4 },
  );

  return {
    append: async (envelope, to, limits) => (to.length === 0 ? [] : await append({ envelope, to, limits })),
    async read(device, after, { count, octets }) {
      const reply = asList(await link.run(READ, [idOctets(device), String(after), String(count), String(octets)]));
      const messages: Stored[] = [];
      for (let at = 0; at < reply.length; at += 3) {
        const place = Number(asText(reply[at]));
        messages.push({ ...toHead(asOctets(reply[at + 1])), place, payload: asOctets(reply[at + 2]) });
      }
      return messages;
    },
    acknowledge: async (device, ids) => (ids.length === 0 ? [] : await acknowledge({ device, ids })),
    async expire(before, count) {
      const reply = asList(await link.run(EXPIRE, [String(before), String(count)]));
      const left: Left[] = [];
      for (let at = 0; at < reply.length; at += 2) {
        const member = asOctets(reply[at]);
        left.push(...toLeft(idOf(member.subarray(0, 16)), idOf(member.subarray(16)), asOctets(reply[at + 1])));
      }
      return left;
    },
    async drop(device) {
      while (asNumber(await link.run(DROP, [idOctets(device), String(MOST_DROPPED)])) === 1);
    },
    all: () => everyMessage(link),
  };
}

const appendParameters = ({ envelope, to, limits }: Append): readonly (string | Buffer)[] => {
  const head = fromHead(envelope);
  return [
    head,
    head.subarray(0, 16),
    String(envelope.at),
    Buffer.from(envelope.payload.buffer, envelope.payload.byteOffset, envelope.payload.byteLength),
    String(limits.messages),
    String(limits.octets),
    String(to.length),
    ...to.map((device) => idOctets(device)),
  ];
};

function toOutcome(reply: unknown): AppendOutcome {
  const outcome = typeof reply === 'number' ? OUTCOMES[reply] : undefined;
  if (outcome === undefined) throw new AppError('relay/internal');
  return outcome;
}

/** A note is kind and sender; empty where the mailbox did not hold the message. */
const toLeft = (device: DeviceId, id: MessageId, note: Buffer | undefined): readonly Left[] =>
  note === undefined || note.length === 0
    ? []
    : [{ id, device, kind: toKind(note[0]), sender: idOf<DeviceId>(note.subarray(1, 17)) }];
