import { statusOf } from '../channel/channel';
import { ownStatement } from '../channel/own-statement';
import type { CallLines } from '../core/call-lines';
import type { CallPeer } from '../core/calls';
import { AppError } from '../core/errors';
import { writeCallMessage } from '../core/wire/call-message';
import type { DeviceId } from '../core/wire/ids';
import type { Entry } from './book';
import { ownerOf } from './owner';
import type { Meeting, Parts, Talking } from './seams';

type CallLineParts = Pick<Parts, 'book' | 'certificates'> & {
  readonly meeting: Pick<Meeting, 'status' | 'comparedInCall'>;
  readonly talking: Pick<Talking, 'sendCall' | 'noteCall'>;
};

/** What calls need of chat: who can be called, what is said about it, and what is left of it in the history. */
export function createCallLines({ book, certificates, meeting, talking }: CallLineParts): CallLines {
  /** `undefined` where no channel is open, or the certificate behind it is not accepted. */
  async function peerOf(entry: Entry): Promise<(CallPeer & { readonly device: DeviceId }) | undefined> {
    const { record, channel } = entry;
    if (record.peer === undefined || channel === undefined) return undefined;
    // Read before anything is awaited: the octets of an older state are overwritten.
    const { device } = statusOf(channel);
    const status = await meeting.status(entry);
    if (status.channel !== 'open' || !status.writable) return undefined;
    const { name } = await ownerOf({ certificates }, record);
    return { name, fingerprint: record.peer.certificate, decision: status.decision, device };
  }

  return {
    async open() {
      const found = await Promise.all(
        (await book.entries()).map(async (entry) => {
          const peer = await peerOf(entry);
          return peer === undefined ? [] : [{ ...peer, conversation: entry.record.id, lastAt: entry.record.lastAt }];
        }),
      );
      const latestFirst = found.flat().sort((one, other) => other.lastAt - one.lastAt);
      return latestFirst.map(({ lastAt: _, ...peer }) => peer);
    },

    async peer(conversation) {
      const peer = await peerOf(await book.entry(conversation));
      if (peer === undefined) throw new AppError('call/not-open');
      return peer;
    },

    send: (conversation, id, message) => talking.sendCall(conversation, id, writeCallMessage(message)),
    note: (line) => talking.noteCall(line),

    async myCertificate() {
      const own = ownStatement(await book.device());
      if (own === undefined) throw new AppError('chat/no-key');
      return own.certificate;
    },

    compared: (conversation, same) => meeting.comparedInCall(conversation, same),
  };
}
